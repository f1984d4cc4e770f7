"""What a function of the core says about input that it refuses."""

import pytest
from carbon_footprint.core.log import InputError


def faults_of(function, *args, **kwargs) -> list:
    with pytest.raises(InputError) as error:
        function(*args, **kwargs)
    return [str(message) for message in error.value.messages]
