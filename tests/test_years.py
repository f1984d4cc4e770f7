"""Years that a text chooses."""

from __future__ import annotations

import pytest
from carbon_footprint.core.log import InputError, Log
from carbon_footprint.core.year_pairs import year_pairs
from carbon_footprint.core.years import chosen_years, parse_years, plain_years

PRESENT = [2019, 2011, 2015, 2011]  # rows of a table: not in order, not each once


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2011-2013", [2011, 2012, 2013]),
        ("2011,2013,2015", [2011, 2013, 2015]),
        ("2011-2021/2", [2011, 2013, 2015, 2017, 2019, 2021]),
        ("2011-2014/2", [2011, 2013]),
        (" 2015 , 2011 - 2012; 2011", [2011, 2012, 2015]),
        ("２０１１－２０１３／２", [2011, 2013]),
        ("2011年至2012年、2020年", [2011, 2012, 2020]),
        ("2011–2012 2020", [2011, 2012, 2020]),
        ("2011~2012", [2011, 2012]),
        ("2011到2013", [2011, 2012, 2013]),
        ("2011 to 2013, 2015To2016", [2011, 2012, 2013, 2015, 2016]),
        ("2011年－2012年", [2011, 2012]),
        ("2011——2013 / 2", [2011, 2013]),
        ("2011", [2011]),
        (2011, [2011]),
    ],
)
def test_years(text, years):
    assert parse_years(text) == years


DASHES = "- \u2010 \u2011 \u2012 \u2013 \u2014 \u2015 \u2212 \uff0d \u301c ~ \uff5e \u2014\u2014 to TO 至 到"


@pytest.mark.parametrize("years", ["2000%s2005", "2000年 %s 2005年", "２０００%s２００５年"])
@pytest.mark.parametrize("dash", DASHES.split())
def test_spans_and_pairs_are_written_in_the_same_ways(dash, years):
    text = years % dash
    assert plain_years(text) == "2000-2005"
    assert parse_years(text) == [2000, 2001, 2002, 2003, 2004, 2005]
    pairs = year_pairs([2000, 2005, 2010], "chosen", text + "，2005-2010")
    assert pairs == [(2000, 2005), (2005, 2010)]


@pytest.mark.parametrize("text", ["2011 today", "auto 2011"])
def test_to_within_a_word_is_no_dash(text):
    (word,) = set(text.split()) - {"2011"}
    with pytest.raises(InputError, match="'%s' is no year" % word):
        parse_years(text)


def test_every_fault_of_the_years_is_named():
    with pytest.raises(InputError) as caught:
        parse_years("2011-2021/0, 11, 2015-2011, 2011, 1800, 2011-2012-2013, 2011/2, abc")
    text = "\n".join(caught.value.messages)
    assert len(caught.value.messages) == 7 and "2015-2011 ends before it begins" in text
    for part in ("2011-2021/0", "11", "1800", "2011-2012-2013", "2011/2", "abc"):
        assert "'%s' is no year" % part in text


@pytest.mark.parametrize("text", ["", " ", ",;", None])
def test_no_years(text):
    with pytest.raises(InputError):
        parse_years(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("all", [2011, 2015, 2019]),
        (" ALL ", [2011, 2015, 2019]),
        ("last", [2019]),
        ("2015", [2015]),
        ("2019, 2011", [2011, 2019]),
        ("2011-2019/4", [2011, 2015, 2019]),
        ("2011年、2015年", [2011, 2015]),
    ],
)
def test_chosen_years(text, years):
    log = Log()
    assert chosen_years(text, PRESENT, log=log) == years
    assert log.warnings == []


def test_one_sentence_names_the_years_that_the_data_lack():
    log = Log()
    assert chosen_years("2010-2016", PRESENT, "MAP_YEARS", log) == [2011, 2015]
    assert log.warnings == [
        "MAP_YEARS: the data have no 2010, 2012-2014, 2016; the other years are taken."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2010", ["MAP_YEARS: the data have no 2010; choose from 2011, 2015, 2019."]),
        ("newest", ["MAP_YEARS: 'newest' is no year and no span of years"]),
        ("", ["MAP_YEARS is empty"]),
        ("2019-2011, x", ["MAP_YEARS: 2019-2011 ends before it begins", "MAP_YEARS: 'x' is no"]),
    ],
)
def test_years_that_choose_nothing(text, said):
    with pytest.raises(InputError) as caught:
        chosen_years(text, PRESENT, "MAP_YEARS")
    assert len(caught.value.messages) == len(said)
    assert all(message.startswith(text) for message, text in zip(caught.value.messages, said))
