"""Counting the cells of stretches in machine code, where numba is installed; see ``stretches``.

What the compiler makes is kept beside this file, or in the user's cache: that takes it some seconds
once, and reading it a tenth of a second from then on.
"""

from __future__ import annotations

import sys

import numpy as np

#: Cells that are compared together. With twice as many decoding takes longer, perhaps because some
#: processors lower their clock then.
TOGETHER = 32


def area_along(cells, places, cell_ha, rise, origin):
    """Area of cells of a stretch, along which the area of one rises; see `stretches.add_up`."""
    return cells * cell_ha + (places - cells * origin) * rise


try:
    from llvmlite import ir
    from numba import config, njit, types
    from numba.extending import intrinsic

    if config.DISABLE_JIT:
        raise ImportError("numba is told to leave Python as it is, which would take hours")
    if sys.byteorder == "big":
        raise ImportError("the lowest bit of the flags would be that of the last cell")

    @intrinsic
    def _flags(typing_context, values, first, value):
        """Compare `TOGETHER` cells with a value: a bit for each that has it, the lowest the first's.

        No loop makes the compiler do just that. So it is told: load the cells, from anywhere on,
        compare them with as many times the value, take the answers as the bits of a number.
        """

        def generate(context, builder, signature, arguments):
            kind, (array, first, value) = signature.args[0], arguments
            cell, number = context.get_data_type(kind.dtype), ir.IntType(32)
            cells = ir.VectorType(cell, TOGETHER)
            data = context.make_array(kind)(context, builder, array).data
            here = builder.load(builder.bitcast(builder.gep(data, [first]), cells.as_pointer()))
            here.align = 1
            nothing = ir.Constant(cells, ir.Undefined)
            alone = builder.insert_element(nothing, value, ir.Constant(number, 0))
            all_first = ir.Constant(ir.VectorType(number, TOGETHER), [0] * TOGETHER)
            every = builder.shuffle_vector(alone, nothing, all_first)
            is_float = isinstance(kind.dtype, types.Float)
            compare = builder.fcmp_ordered if is_float else builder.icmp_unsigned
            flags = builder.bitcast(compare("==", here, every), ir.IntType(TOGETHER))
            return builder.zext(flags, ir.IntType(64))

        if values.layout == "C":  # others have gaps
            return types.uint64(values, types.int64, values.dtype), generate

    @intrinsic
    def _number(typing_context, flags):
        """Count the bits that are 1."""

        def generate(context, builder, signature, arguments):
            return builder.ctpop(arguments[0])

        return types.uint64(types.uint64), generate

    @njit(nogil=True)
    def _places(flags):
        """Add up the places of the bits that are 1: binary digit by digit of the places."""
        return (
            _number(flags & np.uint64(0xAAAAAAAA))
            + (_number(flags & np.uint64(0xCCCCCCCC)) << np.uint64(1))
            + (_number(flags & np.uint64(0xF0F0F0F0)) << np.uint64(2))
            + (_number(flags & np.uint64(0xFF00FF00)) << np.uint64(3))
            + (_number(flags & np.uint64(0xFFFF0000)) << np.uint64(4))
        )

    @njit(nogil=True)
    def _found(value, values, valid, first):
        """Flag the cells of a value among `TOGETHER`."""
        flags = _flags(values, first, value)
        if valid is not None:
            flags &= _flags(valid, first, 1)
        return flags

    @njit(nogil=True, cache=True)
    def count_cells(values, valid, start, stop, classes, cells, places, left):
        """Count the cells of every class in every stretch.

        Parameters
        ----------
        values : contiguous array of shape (n,)
            `TOGETHER` cells or more.
        valid : uint8 array of shape (n,), or None
            1 for the cells that have data, 0 for others.
        start, stop : int array of shape (stretches,)
            First cell of each stretch, and the one behind its last.
        classes : array of shape (classes,)
            In the type of the values.
        cells : uint64 array of shape (classes, stretches)
            Gets the number of the cells.
        places : uint64 array of shape (classes, stretches), or None
            Gets the sum of their places in ``values``.
        left : uint64 array of shape (stretches,)
            Cells that are not counted yet.
        """
        for stretch in range(len(start)):
            begin, end = start[stretch], stop[stretch]
            # the last cells of the stretch are looked at where no cell lies behind the array
            rest = end - (end - begin - 1) % TOGETHER - 1
            last = min(rest, len(values) - TOGETHER)
            before = np.uint64(rest - last)
            within = (np.uint64(1) << np.uint64(end - rest)) - np.uint64(1)
            for number in range(len(classes)):
                value = classes[number]
                flags = _found(value, values, valid, last) >> before & within
                count = _number(flags)
                if places is not None:
                    place = count * np.uint64(rest) + _places(flags)
                for first in range(begin, rest, TOGETHER):
                    flags = _found(value, values, valid, first)
                    found = _number(flags)
                    count += found
                    if places is not None:
                        place += found * np.uint64(first) + _places(flags)
                cells[number, stretch] = count
                left[stretch] -= count
                if places is not None:
                    places[number, stretch] = place

    _area_along = njit(nogil=True)(area_along)

    @njit(nogil=True, cache=True)
    def add_up_cells(cells, places, group, cell_ha, rise, origin, pixels, area_ha):
        """Add up the cells of stretches by group, and their areas; see `stretches.add_up`."""
        for number in range(len(cells)):
            for stretch in range(len(group)):
                count = cells[number, stretch]
                if count:
                    if rise is None:
                        hectares = count * cell_ha[stretch]
                    else:
                        hectares = _area_along(
                            count,
                            places[number, stretch],
                            cell_ha[stretch],
                            rise[stretch],
                            origin[stretch],
                        )
                    pixels[number, group[stretch]] += count
                    area_ha[number, group[stretch]] += hectares

    # what is kept for the usual raster is read now, or made
    _cells, _sums = np.zeros(TOGETHER, np.uint8), np.zeros((1, 1), np.uint64)
    _first, _end = np.zeros(1, np.int64), np.ones(1, np.int64)
    count_cells(_cells, None, _first, _end, _cells[:1], _sums, None, _sums[0])
    _group, _area = np.zeros(1, np.int32), np.ones(1)
    add_up_cells(
        _sums, None, _group, _area, None, None, np.zeros((1, 1), np.int64), np.zeros((1, 1))
    )
except Exception:  # no numba, none that fits this numpy, or one that cannot keep its work
    count_cells = add_up_cells = None
