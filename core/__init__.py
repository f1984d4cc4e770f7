"""The science of Carbon Footprint: plain Python, importable without QGIS.

One module per concept, named with the field's words. Units stand in names
(``area_ha``, ``sink_tc``, ``ice_tco2``). Constant tables are CSV files in
``core/data``; every row names its source.
"""
