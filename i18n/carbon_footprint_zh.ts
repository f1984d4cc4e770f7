<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh">
<context>
    <name>CarbonFootprint</name>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>Inputs</source>
        <translation>数据输入</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>Carbon sink</source>
        <translation>碳汇</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>Industrial carbon footprint</source>
        <translation>工业碳足迹</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>Spatial patterns</source>
        <translation>空间格局</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>carbon, footprint</source>
        <translation>碳, 足迹, 碳足迹, carbon, footprint</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>{file} is an input too; choose another name for the output.</source>
        <translation>{file} 同时是输入文件；请为输出另选文件名。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>{file} cannot be written: {why}; choose another folder.</source>
        <translation>{file} 无法写入：{why}；请另选文件夹。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>{file}: a shapefile cuts field names to 10 letters, so that the next tool does not find them, and cannot hold NULL numbers; write a GeoPackage.</source>
        <translation>{file}：Shapefile 会把字段名截为 10 个字符，下一个工具将找不到它们，且不能保存空值；请改用 GeoPackage。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>{parameter}: {file} cannot be opened; check the name.</source>
        <translation>{parameter}：{file} 无法打开；请检查名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>Not enough memory for this input; close other programs or take fewer regions or years.</source>
        <translation>内存不足以处理此输入；请关闭其他程序，或减少区域数或年份数。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py"/>
        <source>The tool stopped by a defect of its own ({kind}: {text}). Please report it with this log.</source>
        <translation>工具因自身缺陷中止（{kind}：{text}）。请附上本日志反馈问题。</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>Carbon sink of forest and grassland</source>
        <translation>森林与草地碳汇</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>Computes the carbon sink of regions from land cover, for every year.</source>
        <translation>由土地覆被计算各区域逐年的碳汇。</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>carbon sink, sequestration, NEP, NPP, forest, grassland, absorption</source>
        <translation>碳汇, 固碳, 森林, 草地, 吸收, 净生态系统生产力, NEP, NPP, carbon sink</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>Gives one polygon for each region and year, with the areas A of forest and grassland in ha and their carbon sink CS in tonnes of carbon a year. Y is an optional yield factor, 1 by default.</source>
        <translation>每个区域、每个年份输出一个多边形，含森林与草地面积 A（ha）及其碳汇 CS（t C/年）。Y 为可选的产量因子，默认为 1。</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>Reference: Zuo &amp;amp; Zhao (2025), Arid Zone Research 42(9), equation 2.</source>
        <translation>参考文献：Zuo &amp;amp; Zhao（2025），《干旱区研究》42(9)，式 2。</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>Polygons: region, year, region_ha, nodata_ha, outside_ha, unmapped_ha, forest_ha, grass_ha, sink_forest_tc, sink_grass_tc, sink_tc and the coefficients used.</source>
        <translation>多边形：region、year、region_ha、nodata_ha、outside_ha、unmapped_ha、forest_ha、grass_ha、sink_forest_tc、sink_grass_tc、sink_tc 以及所用系数。</translation>
    </message>
    <message>
        <location filename="../algorithms/carbonsink.py"/>
        <source>Sink of all regions in the last year (t C)</source>
        <translation>末年全部区域的碳汇（t C）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Standard score</source>
        <translation>标准化得分</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Mean of the neighbours</source>
        <translation>邻域均值</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Of {count} years the first, the middle and the last are drawn.</source>
        <translation>共 {count} 个年份，只绘首年、中间年与末年。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>95 % of the permutations</source>
        <translation>95 % 的置换结果</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>expected without order, −1/(n−1)</source>
        <translation>无空间秩序时的期望，−1/(n−1)</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>I, p up to {alpha}</source>
        <translation>I，p 不大于 {alpha}</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>I, p above {alpha}</source>
        <translation>I，p 大于 {alpha}</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Moran&apos;s I</source>
        <translation>莫兰指数</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Standard score of {field}</source>
        <translation>{field} 的标准化得分</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Between quadrants</source>
        <translation>象限之间</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Between clusters</source>
        <translation>集聚类型之间</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>To, in the later year</source>
        <translation>后一年的类型</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>From, in the earlier year</source>
        <translation>前一年的类型</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Share of the transitions</source>
        <translation>占全部跃迁的比例</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Relative length (1: the mean of all regions)</source>
        <translation>相对长度（1 为所有区域的平均）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Industrial emissions, as carbon</source>
        <translation>工业碳排放（折碳）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Sink</source>
        <translation>碳汇</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>million t C a year</source>
        <translation>百万 t C/年</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Sinks stay in their region (Fang)</source>
        <translation>碳汇仅供本区域（方恺法）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Sinks shared (naive)</source>
        <translation>碳汇共享（简单加总）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Group depth</source>
        <translation>总体足迹深度</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>factor at its 5th percentile</source>
        <translation>因子取第 5 百分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>factor at its 95th percentile</source>
        <translation>因子取第 95 百分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>emissions equal the sink</source>
        <translation>排放等于碳汇</translation>
    </message>
    <message>
        <location filename="../algorithms/charts.py"/>
        <source>Emissions, as carbon, divided by the sink</source>
        <translation>排放（折碳）除以碳汇</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Check inputs</source>
        <translation>检查输入数据</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Lists what would go wrong or looks odd in the inputs, before a long run.</source>
        <translation>在长时间运行之前，列出输入数据中会出错或看似异常之处。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>check, validate, inputs, units, names, years, gaps, outliers, CRS, legend</source>
        <translation>检查, 校验, 输入, 单位, 名称, 年份, 缺失, 异常值, 坐标参考系, 图例</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Reads whatever is given, all of it optional, and goes on when something cannot be read. Nothing is changed. Each finding has a severity, the input concerned, what shows it, and what to do:</source>
        <translation>读取给出的所有输入（均为可选），遇到无法读取的内容也会继续。不作任何修改。每条结果包括严重程度、所涉输入、依据和处理办法：</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>&lt;b&gt;error&lt;/b&gt;: a run would stop, or its results would be wrong;</source>
        <translation>&lt;b&gt;error&lt;/b&gt;（错误）：运行会中止，或结果会出错；</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>&lt;b&gt;warning&lt;/b&gt;: results may be wrong or have gaps;</source>
        <translation>&lt;b&gt;warning&lt;/b&gt;（警告）：结果可能有误或有缺失；</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>&lt;b&gt;note&lt;/b&gt;: good to know.</source>
        <translation>&lt;b&gt;note&lt;/b&gt;（提示）：供参考。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Looked at are: coordinate reference systems, polygons, names of regions on both sides, extents, no data and codes of the rasters (a sample of their cells), years, missing region-years, duplicates, negative values and zeros, known breaks of the statistics, and units.</source>
        <translation>检查内容：坐标参考系、多边形、两侧的区域名称、范围、栅格的无数据和编码（抽样像元）、年份、缺失的区域年份、重复、负值与零值、已知的统计口径变化以及单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>A unit is suspected where a series jumps by a factor near a power of ten between neighbouring years, where a region lies far from the others, where amounts per head are ten times those of any province in 2011-2021, and where the provinces add up to what China cannot use or be. These bounds come from the CEADs inventories and the population of the National Bureau of Statistics. A suspicion is no proof.</source>
        <translation>下列情况会怀疑单位有误：序列在相邻年份间的变化倍数接近 10 的幂；某一区域与其他区域相差悬殊；人均量达到 2011-2021 年任何省份的十倍；各省合计超出全国可能的用量或人口。这些界限来自 CEADs 清单和国家统计局人口数据。怀疑并非定论。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Energy tables</source>
        <translation>能源表</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>CSV or Excel files, or CEADs inventories, as for Import energy tables.</source>
        <translation>CSV 或 Excel 文件，或 CEADs 能源清单，要求同“导入能源表”。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Population</source>
        <translation>人口</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Table of region by year, as for Import region-by-year table. Needed for the checks per head only.</source>
        <translation>区域年份表，同“导入区域年份表”。仅人均检查需要。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Unit of the population</source>
        <translation>人口单位</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>10^4 persons (as the statistical yearbook) or persons.</source>
        <translation>10^4 persons（万人，同统计年鉴）或 persons（人）。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Other tables</source>
        <translation>其他表</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Tables or layers with the fields region and year, and any numbers.</source>
        <translation>含 region 和 year 字段及任意数值的表或图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Table: severity, topic, place, finding, evidence, advice.</source>
        <translation>表：severity（严重程度）、topic（主题）、place（位置）、finding（结果）、evidence（依据）、advice（建议）。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Page</source>
        <translation>网页</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>The findings on a page, by severity.</source>
        <translation>按严重程度列出检查结果的网页。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Number of errors</source>
        <translation>错误数</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Number of warnings</source>
        <translation>警告数</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Number of notes</source>
        <translation>提示数</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>There is nothing to check; choose at least one input.</source>
        <translation>没有可检查的内容；请至少选择一项输入。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>{errors} errors, {warnings} warnings and {notes} notes were found.</source>
        <translation>共发现 {errors} 个错误、{warnings} 个警告和 {notes} 条提示。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Choose another file or layer.</source>
        <translation>请另选文件或图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>{file} cannot be opened.</source>
        <translation>无法打开 {file}。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Check the name, or choose another file.</source>
        <translation>请检查名称，或另选文件。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>This is not a raster that GDAL reads (provider {provider}).</source>
        <translation>这不是 GDAL 可读取的栅格（提供者 {provider}）。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Export it to GeoTIFF.</source>
        <translation>请将其导出为 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Notes</source>
        <translation>提示</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>What would go wrong in a run, or looks odd. A suspicion is no proof.</source>
        <translation>运行中会出错或看似异常之处。怀疑并非定论。</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Coordinate reference system</source>
        <translation>坐标参考系</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Land cover</source>
        <translation>土地覆盖</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Energy</source>
        <translation>能源</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Units</source>
        <translation>单位</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Years</source>
        <translation>年份</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Names of regions</source>
        <translation>区域名称</translation>
    </message>
    <message>
        <location filename="../algorithms/checkinputs.py"/>
        <source>Breaks of the statistics</source>
        <translation>统计口径变化</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>far from the median of the years around; the value stays</source>
        <translation>远离前后各年的中位数；值保持不变</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>below zero; the value stays</source>
        <translation>小于零；值保持不变</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>empty, and could be filled</source>
        <translation>为空，可以填补</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>was empty or had no row, and is interpolated</source>
        <translation>原为空或缺少该行，已插补</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>an outlier that is replaced by an interpolated value</source>
        <translation>异常值，已替换为插补值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>an outlier that is taken out, with nothing to fill it from</source>
        <translation>异常值，已剔除，但没有可用于填补的值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>empty, in a gap longer than the limit</source>
        <translation>为空，所在缺口超过上限</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>empty, with no value before it or none after it</source>
        <translation>为空，其前或其后没有值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>empty, beside a negative value, or beside a zero, which has no logarithm</source>
        <translation>为空，紧邻负值，或紧邻没有对数的零值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Clean a region-by-year table</source>
        <translation>清洗地区—年份表</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Flags outliers and fills gaps in the series of regions, and lists every change.</source>
        <translation>标记各地区序列中的异常值、填补缺口，并列出每一处改动。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>outlier, Hampel, gap, interpolation, missing, clean, quality, panel, series</source>
        <translation>异常值, Hampel, 缺口, 插值, 缺失值, 清洗, 数据质量, 面板数据, 序列</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Looks through the series of each region (and fuel) for values that do not fit the years around them, by a Hampel filter on logarithms: m is the median of ln x from two years before to two years after, MAD the median distance from it. By default it only reports.</source>
        <translation>用对数上的 Hampel 滤波检查每个地区（及燃料）的序列，找出与前后年份不相符的值：m 为前两年至后两年 ln x 的中位数，MAD 为与其距离的中位数。默认只报告。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Zeros have no logarithm and are left as they are; a negative value is a finding of its own. A jump that lasts is a break and no outlier: an outlier is a call to look at the source, not a proof of an error.</source>
        <translation>零值没有对数，保持不变；负值单独作为一种问题报告。持续的跳变是断点而不是异常值：异常值提示应核对来源，并不证明有错。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>ACTION fill interpolates what is missing between two values of a series, never before the first or after the last. The limit counts calendar years without a value. A gap may be an empty cell or a missing row: a row is added if some other row of the table is of that year, so a table of every second year stays one. In an added row, text and whole numbers that never change in the series are taken over, other fields are empty.</source>
        <translation>ACTION 取 fill 时，对序列中两个值之间的缺失进行插补，绝不外推到首个值之前或末个值之后。上限按没有值的日历年数计算。缺口可以是空单元格，也可以是缺少的行：若表中另有该年的行，则补上此行，因此隔年的表仍是隔年的表。补上的行沿用在序列内始终不变的文本和整数，其他字段为空。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>The input is never changed. With fill, the field holds the cleaned values, so that the next tool finds them under the name it knows, and &lt;i&gt;field&lt;/i&gt;_raw what stood there. &lt;i&gt;field&lt;/i&gt;_flag says what was found, NULL where there is nothing to say:</source>
        <translation>输入数据绝不改动。选择 fill 时，原字段名存放清洗后的值，使下一个工具仍能按原名找到，&lt;i&gt;field&lt;/i&gt;_raw 存放原值。&lt;i&gt;field&lt;/i&gt;_flag 说明发现的问题，没有问题时为 NULL：</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Values of the flag</source>
        <translation>标记的取值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>References: Hampel (1974), Journal of the American Statistical Association 69; Pearson (2002), IEEE Transactions on Control Systems Technology 10(1).</source>
        <translation>参考文献：Hampel (1974), Journal of the American Statistical Association 69; Pearson (2002), IEEE Transactions on Control Systems Technology 10(1)。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Table or layer</source>
        <translation>表或图层</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>One row for each region and year, or for each region, year and fuel.</source>
        <translation>每个地区和年份一行，或每个地区、年份和燃料一行。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Region field</source>
        <translation>区域字段</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Name or code.</source>
        <translation>名称或代码。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Year field</source>
        <translation>年份字段</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>For example 2019.</source>
        <translation>例如 2019。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Fields to clean</source>
        <translation>要清洗的字段</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Fields with values, in any unit. Empty: amount and value, whichever there is, or the only field with numbers.</source>
        <translation>数值字段，单位不限。留空：取 amount 和 value 中存在的字段，或唯一的数值字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Further key fields</source>
        <translation>其他键字段</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Fields that tell the series of a region apart. Empty: fuel and class, whichever there is.</source>
        <translation>用于区分同一地区不同序列的字段。留空：取 fuel 和 class 中存在的字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>&lt;b&gt;report&lt;/b&gt;: no value changes, findings are flagged. &lt;b&gt;fill&lt;/b&gt;: gaps inside the series are filled as well.</source>
        <translation>&lt;b&gt;report&lt;/b&gt;：不改变任何值，只标记发现的问题。&lt;b&gt;fill&lt;/b&gt;：同时填补序列内部的缺口。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Replace outliers too</source>
        <translation>同时替换异常值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>For fill: outliers are taken as missing and filled like gaps. Look at the report first.</source>
        <translation>用于 fill：将异常值视为缺失，像缺口一样填补。请先查看报告。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Interpolation</source>
        <translation>插值方法</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>&lt;b&gt;linear&lt;/b&gt;: the same amount every year. &lt;b&gt;log_linear&lt;/b&gt;: the same growth rate every year.</source>
        <translation>&lt;b&gt;linear&lt;/b&gt;：每年变化量相同。&lt;b&gt;log_linear&lt;/b&gt;：每年增长率相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Longest gap (years)</source>
        <translation>最长缺口（年）</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Most calendar years without a value that are filled.</source>
        <translation>可填补的连续无值日历年数上限。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Window of the filter (years)</source>
        <translation>滤波窗口（年）</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Years before and years after a value that it is compared with. In a table of every second year, take 4.</source>
        <translation>与该值比较的前后年数。隔年数据请取 4。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Threshold of the filter</source>
        <translation>滤波阈值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>In robust standard deviations, 1.4826&amp;middot;MAD; no unit.</source>
        <translation>以稳健标准差 1.4826&amp;middot;MAD 为单位；无量纲。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Least spread of the filter</source>
        <translation>滤波离散度下限</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Least MAD, in units of ln x: 0.02 is about 2 %, and lets a smooth series deviate by 9 %.</source>
        <translation>MAD 的下限，以 ln x 计：0.02 约为 2 %，使平稳序列允许偏离 9 %。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Cleaned table</source>
        <translation>清洗后的表</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>The input with a flag for each field and, with fill, cleaned and original values.</source>
        <translation>输入表加上每个字段的标记；选择 fill 时还包括清洗后的值和原值。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Findings and changes</source>
        <translation>问题与改动</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Page with every flagged or changed cell before and after, and charts of the series.</source>
        <translation>网页：列出每个被标记或改动的单元格的前后值，并附序列图。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Number of outliers and negative values</source>
        <translation>异常值与负值的个数</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Number of cells that were filled</source>
        <translation>已填补的单元格数</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Outliers</source>
        <translation>异常值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Negative</source>
        <translation>负值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Zeros</source>
        <translation>零值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Empty</source>
        <translation>空值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Filled</source>
        <translation>已填补</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>There is nothing to report.</source>
        <translation>没有需要报告的内容。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>{shown} of {count} series with findings are drawn; the list below has all.</source>
        <translation>在 {count} 个有问题的序列中绘出 {shown} 个；下方列表包含全部。</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Outlier</source>
        <translation>异常值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Series with findings</source>
        <translation>有问题的序列</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>After</source>
        <translation>处理后</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Median around</source>
        <translation>前后中位数</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Row of the input</source>
        <translation>输入表行号</translation>
    </message>
    <message>
        <location filename="../algorithms/cleanpanel.py"/>
        <source>Flagged and changed cells</source>
        <translation>被标记和改动的单元格</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Create templates</source>
        <translation>创建模板</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Writes empty tables with the names of the regions, to be filled in.</source>
        <translation>写出已填好区域名称、待填写数据的空表。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>template, CSV, Excel, energy, population, factors, legend, form, empty</source>
        <translation>模板, 能源, 人口, 因子, 分类, 空表, CSV, Excel, template</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Writes CSV files that Excel opens with all their characters: energy and population with a row for each region and year, emission factors, yield factors and a legend with the values that the tools use anyway, and a README that says what goes where. Filled in and saved, energy and population go into Full analysis without a setting touched.</source>
        <translation>写出 Excel 打开后文字完好的 CSV 文件：能源表和人口表（每个区域、每个年份一行），排放因子、产量因子和分类表（已填入工具本来采用的数值），以及说明各表用途的 README。能源表和人口表填好保存后，无需改动任何设置即可用于“全流程分析”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>An empty cell means that a value is not known, and gives NULL; write 0 where a fuel is not used. Files that are there already are never overwritten.</source>
        <translation>空单元格表示数值未知，结果为 NULL；未使用的燃料请填 0。已有的文件绝不会被覆盖。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>For example &lt;code&gt;2011-2021&lt;/code&gt;, &lt;code&gt;2011,2013,2015&lt;/code&gt;, or &lt;code&gt;2011-2021/2&lt;/code&gt; for every second year.</source>
        <translation>例如 &lt;code&gt;2011-2021&lt;/code&gt;、&lt;code&gt;2011,2013,2015&lt;/code&gt;，或每隔一年 &lt;code&gt;2011-2021/2&lt;/code&gt;。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Layout of the energy table</source>
        <translation>能源表的格式</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>&lt;b&gt;wide&lt;/b&gt;: one row for each region and year, the 16 fuels as columns with their units. &lt;b&gt;long&lt;/b&gt;: one row for each region, year and fuel, with a column for the unit.</source>
        <translation>&lt;b&gt;wide&lt;/b&gt;：每个区域、每个年份一行，16 种燃料各占一列，列名带单位。&lt;b&gt;long&lt;/b&gt;：每个区域、年份和燃料一行，单位单独一列。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>The tables to write. The README is always written.</source>
        <translation>要写出的表。README 总会写出。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Language of the headers</source>
        <translation>表头语言</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Of the headers, fuels and units in the tables of energy and population: &lt;b&gt;en&lt;/b&gt; English, &lt;b&gt;zh&lt;/b&gt; Chinese. The tools read both. The default is the language of QGIS.</source>
        <translation>能源表和人口表中表头、燃料和单位的语言：&lt;b&gt;en&lt;/b&gt; 英文，&lt;b&gt;zh&lt;/b&gt; 中文。各工具两种都能读取。默认与 QGIS 的语言相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Emission factors</source>
        <translation>排放因子</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>The factors to fill in, as in Industrial emissions.</source>
        <translation>填入表中的因子，与“工业碳排放”相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Legend of the land cover</source>
        <translation>土地覆被分类体系</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>The legend to fill in, as in Land-cover areas.</source>
        <translation>填入表中的分类体系，与“土地覆被面积”相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Folder of the templates</source>
        <translation>模板文件夹</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>It is made where it is missing.</source>
        <translation>如不存在则会创建。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Number of files</source>
        <translation>文件数</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>{folder}: {count} files are written.</source>
        <translation>{folder}：已写出 {count} 个文件。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Fill in the empty cells and save each file as CSV (UTF-8) or as an Excel workbook. An empty cell means that the value is not known and gives NULL, never zero: write 0 where a fuel is not used. Leave the names of the columns and regions as they are. An apostrophe in front of a region&apos;s name keeps a spreadsheet program from taking it for a formula, a number or a date; the tools pass over it.</source>
        <translation>请填写空单元格，并将每个文件保存为 CSV（UTF-8）或 Excel 工作簿。空单元格表示数值未知，结果为 NULL，绝不会当作零：未使用的燃料请填 0。列名和区域名称请保持原样。区域名称前的撇号用于防止电子表格软件将其当作公式、数字或日期；各工具会忽略它。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Energy that industry uses, by region, year and fuel. Goes into: Full analysis, Energy tables; Import energy tables.</source>
        <translation>工业能源消费量，按区域、年份和燃料。用于：“全流程分析”的“能源表”；“导入能源表”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Population at the end of the year, by region and year. Goes into: Full analysis, Population; Import region-by-year table.</source>
        <translation>年末人口，按区域和年份。用于：“全流程分析”的“人口”；“导入区域—年份表”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Factors that replace those of the chosen set, fuel by fuel; change single cells, and remove the rows that you do not change. Goes into: Full analysis and Industrial emissions, Own emission factors.</source>
        <translation>逐种燃料替换所选因子集的排放因子；可修改个别单元格，并删除未修改的行。用于：“全流程分析”和“工业碳排放”的“自定义排放因子”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Productivity of the region&apos;s land divided by the national one; 1 where it is not known. Goes into: Full analysis and Carbon sink, Yield or equivalence factors.</source>
        <translation>区域土地生产力与全国生产力之比；未知时为 1。用于：“全流程分析”和“碳汇”的“产量因子或均衡因子”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Classes of the land cover and what they count as. Goes into: Full analysis, Land-cover areas and Carbon sink, Legend table.</source>
        <translation>土地覆被类别及其归属。用于：“全流程分析”、“土地覆被面积”和“碳汇”的“分类表”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>Names of fuels. Add a row for each other name that your tables use. Goes into: Import energy tables and Full analysis, Own names of fuels.</source>
        <translation>燃料名称。您的表中每有一种其他写法，请添加一行。用于：“导入能源表”和“全流程分析”的“自定义燃料名称”。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>name of the region, as in the layer.</source>
        <translation>区域名称，与图层中一致。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>year.</source>
        <translation>年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>energy carrier.</source>
        <translation>能源品种。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>amount used in the year, in the unit of the next column.</source>
        <translation>当年消费量，单位见下一列。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>unit of the amount; it may be changed, for example to t or m3.</source>
        <translation>消费量的单位；可以修改，例如改为 t 或 m3。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>amount used in the year, in the unit in brackets, which may be changed there.</source>
        <translation>当年消费量，单位见括号，可在括号中修改。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>persons, in the unit in brackets.</source>
        <translation>人数，单位见括号。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>t CO2 per unit of the fuel.</source>
        <translation>每单位燃料的 t CO2。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>t of standard coal (tce) per unit of the fuel.</source>
        <translation>每单位燃料的吨标准煤（tce）。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>t or 1000 m3.</source>
        <translation>t 或 1000 m3（吨或千立方米）。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>where the number comes from.</source>
        <translation>数值的来源。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>high, medium or low.</source>
        <translation>可信度：high（高）、medium（中）或 low（低）。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>factor of forest, no unit.</source>
        <translation>森林的因子，无单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>factor of grassland, no unit.</source>
        <translation>草地的因子，无单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>code in the raster.</source>
        <translation>栅格中的代码。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>name of the class in English.</source>
        <translation>类别的英文名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>name of the class in Chinese.</source>
        <translation>类别的中文名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>forest, grass or none (no carbon sink).</source>
        <translation>forest（森林）、grass（草地）或 none（无碳汇）。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>name as your tables write it.</source>
        <translation>您的表中的写法。</translation>
    </message>
    <message>
        <location filename="../algorithms/createtemplates.py"/>
        <source>id of the energy carrier, as in the rows that are there.</source>
        <translation>能源品种的标识，与已有各行一致。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Decomposition of emissions (LMDI)</source>
        <translation>排放因素分解（LMDI）</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Splits the change of emissions into population, affluence, energy intensity, fuel mix and carbon intensity.</source>
        <translation>把排放的变化分解为人口、富裕程度、能源强度、能源结构和碳强度的效应。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>LMDI, Divisia, decomposition, Kaya, drivers, population, affluence, GDP, intensity, fuel</source>
        <translation>LMDI, 迪氏指数, 因素分解, Kaya, 驱动因素, 人口, 富裕程度, GDP, 能源强度, 能源结构</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Explains the change of the emissions C of a region between two years by its population P, its affluence (GDP per head, G/P), its energy intensity (E/G), its fuel mix (share of each fuel j, E&lt;sub&gt;j&lt;/sub&gt;/E) and the carbon intensity of the fuels (C&lt;sub&gt;j&lt;/sub&gt;/E&lt;sub&gt;j&lt;/sub&gt;), by the additive LMDI-I. The effects, in t CO&lt;sub&gt;2&lt;/sub&gt;, add up to the change without a residual.</source>
        <translation>用加和形式的 LMDI-I，把区域两个年份之间排放 C 的变化分解为人口 P、富裕程度（人均 GDP，G/P）、能源强度（E/G）、能源结构（各燃料 j 的比重，E&lt;sub&gt;j&lt;/sub&gt;/E）和燃料的碳强度（C&lt;sub&gt;j&lt;/sub&gt;/E&lt;sub&gt;j&lt;/sub&gt;）的效应。各效应以 t CO&lt;sub&gt;2&lt;/sub&gt; 计，相加等于总变化，没有残差。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>E is the energy of the fuels that are burnt, in tonnes of standard coal by the coefficients of the factor set. Heat and electricity are no part of it, as they emit nothing where they are used: a shift from fuels to electricity shows as falling energy intensity.</source>
        <translation>E 是燃烧的燃料的能量，按因子集的折标煤系数折算为吨标准煤。热力和电力在使用处不排放，不计入 E：燃料改用电力表现为能源强度下降。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>With one emission factor for each fuel the carbon intensity effect is 0 by construction, and a change of mix within a fuel stays unseen. A table of own factors with a column year, and a row for each fuel and year, makes it the effect of factors that change (better coal, other oxidation).</source>
        <translation>每种燃料只有一个排放因子时，碳强度效应按定义为 0，燃料内部构成的变化看不出来。若自有因子表含有 year 列、每种燃料每年一行，该效应就是因子变化（煤质提高、氧化率不同）的效应。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>A fuel that appears or disappears counts with its whole change as fuel mix, and where nothing was burnt at all in one year, as energy intensity: the limits of the formula (Ang &amp;amp; Liu 2007). Where population or GDP is missing or 0, or the amount of a fuel is missing, the effects are NULL and the log names the place; such a region is left out of the sum of all regions in every pair of years, and the log says how many regions that sum has.</source>
        <translation>某种燃料出现或消失时，其全部变化计入能源结构；某年完全没有燃烧时，计入能源强度：这是公式的极限（Ang &amp;amp; Liu 2007）。人口或 GDP 缺失或为 0、或某种燃料的数量缺失时，效应为 NULL，日志会指出位置；这样的区域在所有年份对中都不计入全部区域的合计，日志会说明该合计包含多少个区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>The effects of all regions are the sums of those of the regions (scope all); decomposing the aggregate would mix in shifts between regions. Effects of consecutive years add up to those of the whole time step by step; the first and the last year alone give the same total, and slightly other parts.</source>
        <translation>全部区域的效应是各区域效应之和（scope 为 all）；若对合计值作分解，会混入区域之间的结构变化。逐年的效应逐步相加得到整个时期的效应；只用首年和末年，总变化相同，各部分略有不同。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>References: Ang (2005), Energy Policy 33; Ang &amp;amp; Liu (2007), Energy Policy 35; Ang (2015), Energy Policy 86.</source>
        <translation>参考文献：Ang (2005), Energy Policy 33；Ang &amp;amp; Liu (2007), Energy Policy 35；Ang (2015), Energy Policy 86。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Population and GDP</source>
        <translation>人口和 GDP</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Layer or table with one row for each region and year, as Join tables to regions writes it.</source>
        <translation>图层或表，每个区域每年一行，例如“将表连接到区域”的输出。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Name of the region; it meets that of the energy table in any spelling. The whole nation, as a row beside its regions, is left out.</source>
        <translation>区域名称；与能源表中任何写法的名称对应。与各区域并列的全国行会略去。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>For example 2019. Years in which fewer than half of the regions have all numbers, in both tables, are passed over.</source>
        <translation>例如 2019。不到半数区域在两个表中数值齐全的年份会跳过。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>In persons, or any other unit that is the same in all years.</source>
        <translation>单位为人，或各年一致的任何单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>GDP</source>
        <translation>地区生产总值（GDP）</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>At constant prices, or inflation passes for affluence. Any unit that is the same in all years.</source>
        <translation>须为不变价，否则通货膨胀会被当作富裕程度的提高。单位任意，各年一致即可。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Energy table</source>
        <translation>能源表</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Table with region, year, fuel, amount and unit, as Import energy tables writes it.</source>
        <translation>含 region、year、fuel、amount 和 unit 的表，即“导入能源表”的输出。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Effects</source>
        <translation>效应</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Table: region, year_from, year_to, year (the later one), scope (region, or all for their sum), d_total_tco2, d_population_tco2, d_affluence_tco2, d_intensity_tco2, d_fuel_mix_tco2, d_carbon_intensity_tco2, in t CO&lt;sub&gt;2&lt;/sub&gt;.</source>
        <translation>表：region、year_from、year_to、year（后一年）、scope（region，合计为 all）、d_total_tco2、d_population_tco2、d_affluence_tco2、d_intensity_tco2、d_fuel_mix_tco2、d_carbon_intensity_tco2，单位 t CO&lt;sub&gt;2&lt;/sub&gt;。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Decomposition charts</source>
        <translation>因素分解图</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Page with a waterfall chart, the effects of each pair of years, and tables.</source>
        <translation>网页：瀑布图、各年份对的效应和表格。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Change of all regions, first to last year (t CO2)</source>
        <translation>全部区域首年至末年的变化（t CO2）</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>{effect}: effect in all regions, first to last year (t CO2)</source>
        <translation>{effect}：全部区域首年至末年的效应（t CO2）</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Change (t CO2)</source>
        <translation>变化（t CO2）</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Sums of the effects in {count} regions that have population, GDP and all amounts of energy in every year. GDP is taken to be at constant prices.</source>
        <translation>{count} 个区域的效应之和，这些区域每年都有人口、GDP 和全部能源数量。GDP 视为不变价。</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>From the first to the last year</source>
        <translation>从首年到末年</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Pairs of years</source>
        <translation>年份对</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition.py"/>
        <source>Regions, first to last year</source>
        <translation>各区域，首年至末年</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>Affluence</source>
        <translation>富裕程度</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>Energy intensity</source>
        <translation>能源强度</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>Fuel mix</source>
        <translation>能源结构</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>Carbon intensity</source>
        <translation>碳强度</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>Sum of the effects</source>
        <translation>效应之和</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>million t CO2</source>
        <translation>百万 t CO2</translation>
    </message>
    <message>
        <location filename="../algorithms/decomposition_chart.py"/>
        <source>thousand t CO2</source>
        <translation>千 t CO2</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Decoupling of emissions from growth</source>
        <translation>排放与经济增长的脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Sorts regions into Tapio&apos;s eight states of decoupling between two years.</source>
        <translation>按 Tapio 的八种脱钩状态划分两个年份之间的各区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>decoupling, Tapio, elasticity, GDP, growth, emissions, coupling</source>
        <translation>脱钩, Tapio, 弹性, GDP, 经济增长, 排放, 连接</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Compares the relative change of emissions C with that of the gross domestic product G between two years: e is the elasticity (no unit).</source>
        <translation>比较两个年份之间排放 C 与国内生产总值 G 的相对变化：e 为弹性（无单位）。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Both thresholds belong to coupling; constant emissions count as weak. Where G does not change, C&lt;sub&gt;0&lt;/sub&gt; or G&lt;sub&gt;0&lt;/sub&gt; is 0, or a value is missing, there is no elasticity and no state, and decoupling_flag says why: no_gdp_change, no_emissions_before, no_gdp_before, missing.</source>
        <translation>两个阈值本身都属于连接；排放不变时算作“弱”。G 没有变化、C&lt;sub&gt;0&lt;/sub&gt; 或 G&lt;sub&gt;0&lt;/sub&gt; 为 0、或数值缺失时，没有弹性也没有状态，decoupling_flag 说明原因：no_gdp_change、no_emissions_before、no_gdp_before、missing。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>All regions together are the regions that have both amounts in both years; where some lack one, the log says how many are left.</source>
        <translation>“全部区域合计”指两个年份中两项数值都有的区域；若有区域缺少数值，日志会说明还剩多少个。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>GDP must be at constant prices, or inflation passes for growth and for decoupling; its unit does not matter. The elasticity depends on the first and the last year of a pair alone: steps of several years are steadier than those of one, and where GDP hardly moves the elasticity is huge and says little.</source>
        <translation>GDP 须为不变价，否则通货膨胀会被当作增长和脱钩；单位任意。弹性只取决于年份对的首尾两年：跨度几年的结果比逐年的稳定；GDP 几乎不变时弹性极大，意义不大。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Reference: Tapio (2005), Transport Policy 12(2), 137-151.</source>
        <translation>参考文献：Tapio (2005), Transport Policy 12(2), 137-151。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Input layer</source>
        <translation>输入图层</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Polygons or table, one row for each region and year, with emissions and GDP: for example emissions and GDP joined to regions.</source>
        <translation>面图层或表，每个区域每年一行，含排放和 GDP：例如连接到区域的排放和 GDP。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Name of the region. A table without this field is taken as one region. The whole nation, as a row beside its regions, is left out.</source>
        <translation>区域名称。没有该字段的表视为一个区域。与各区域并列的全国行会略去。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>For example 2019. Years may be missing. Those in which fewer than half of the regions have emissions and GDP are passed over, unless they are chosen below.</source>
        <translation>例如 2019。可以缺少年份。不到半数区域具有排放和 GDP 的年份会跳过，除非在下面选定。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Emissions</source>
        <translation>排放</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>In t CO&lt;sub&gt;2&lt;/sub&gt; a year, or any other unit.</source>
        <translation>单位 t CO&lt;sub&gt;2&lt;/sub&gt;/年，或任何其他单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>At constant prices, in any unit.</source>
        <translation>不变价，单位任意。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Coupling from an elasticity of</source>
        <translation>连接的弹性下限</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>No unit; 0.8 after Tapio. Below it emissions grow, or fall, less than GDP.</source>
        <translation>无单位；Tapio 取 0.8。低于它时，排放的增减幅度小于 GDP。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Coupling up to an elasticity of</source>
        <translation>连接的弹性上限</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>No unit; 1.2 after Tapio. Above it emissions grow, or fall, more than GDP.</source>
        <translation>无单位；Tapio 取 1.2。高于它时，排放的增减幅度大于 GDP。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Decoupling</source>
        <translation>脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>The rows of the later year of each pair with year_from, year_to, d_emissions_pct and d_gdp_pct (change in percent of the earlier year), elasticity, decoupling_state and decoupling_flag; styled by state. In the legend, an oblique arrow is the smaller of the two changes; C are the emissions.</source>
        <translation>各年份对中后一年的行，加上 year_from、year_to、d_emissions_pct 和 d_gdp_pct（相对前一年的变化百分比）、elasticity、decoupling_state 和 decoupling_flag；按状态着色。图例中的斜箭头表示两个变化中较小的一个；C 为排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Decoupling charts</source>
        <translation>脱钩图</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Page with the plane of the states for each pair of years, and counts of regions.</source>
        <translation>网页：每个年份对的状态平面图和各状态的区域数。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Elasticity of all regions together, last pair of years</source>
        <translation>全部区域合计的弹性，最后一个年份对</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Regions with strong decoupling, last pair of years</source>
        <translation>强脱钩的区域数，最后一个年份对</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Change of GDP (%)</source>
        <translation>GDP 变化（%）</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Change of emissions (%)</source>
        <translation>排放变化（%）</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Elasticity</source>
        <translation>弹性</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>States of decoupling</source>
        <translation>脱钩状态</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Each point is a region: the change of its GDP to the right, that of its emissions upwards, both in percent of the earlier year. The star is all regions together. In the legend, an oblique arrow is the smaller of the two changes; C are the emissions.</source>
        <translation>每个点是一个区域：横轴为 GDP 的变化，纵轴为排放的变化，均为相对前一年的百分比。星号为全部区域合计。图例中的斜箭头表示两个变化中较小的一个；C 为排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>Regions in each state</source>
        <translation>各状态的区域数</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling.py"/>
        <source>All regions together</source>
        <translation>全部区域合计</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling_chart.py"/>
        <source>All regions</source>
        <translation>全部区域</translation>
    </message>
    <message>
        <location filename="../algorithms/decoupling_chart.py"/>
        <source>: elasticity of all regions {e}</source>
        <translation>：全部区域的弹性 {e}</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Three-dimensional footprint</source>
        <translation>三维足迹</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Computes footprint size and depth, capacity, deficit and surplus of regions.</source>
        <translation>计算各区域的足迹广度与深度、碳生态承载力、碳赤字与碳盈余。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>footprint size, footprint depth, ecological capacity, deficit, surplus, carbon</source>
        <translation>足迹广度, 足迹深度, 碳足迹, 生态承载力, 碳赤字, 碳盈余, 碳, footprint</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>The footprint ICF is the forest and grassland that would take up the emissions ICE, the capacity CEC what there is; n is the mean NEP of that land in t C per ha. Size is the annual flow in use; a depth above 1 tells how many times the capacity would be needed.</source>
        <translation>足迹 ICF 是吸收碳排放 ICE 所需的森林与草地面积，承载力 CEC 是现有的面积；n 为该类土地的平均 NEP（t C/ha）。足迹广度是实际占用的年流量；深度大于 1 表示需要多少倍于现有的承载力。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Missing input gives NULL, never 0. Regions without any sink have an infinite depth, written as NULL with the flag no_sink. Totals of all regions are given in two forms: Fang&apos;s, where sinks stay where they are, and the naive one, where one region&apos;s surplus serves another.</source>
        <translation>输入缺失时结果为 NULL，绝不写作 0。完全没有碳汇的区域深度为无穷大，记为 NULL 并标注 no_sink。全部区域的合计给出两种形式：方恺法，碳汇只在本区域内使用；简单加总，一个区域的盈余可供其他区域使用。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>METHOD as_printed follows the printed formulae, which divide tonnes of CO2 by tonnes of carbon per hectare; to reproduce the paper only.</source>
        <translation>METHOD 取 as_printed 时按论文印刷公式计算，即以 t CO2 除以 t C/ha；仅用于复现论文。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>References: Zuo &amp;amp; Zhao (2025), Arid Zone Research 42(9); Niccolucci et al. (2009), Ecological Modelling 220; Fang &amp;amp; Heijungs (2012), Progress in Geography 31.</source>
        <translation>参考文献：Zuo &amp;amp; Zhao（2025），《干旱区研究》42(9)；Niccolucci 等（2009），Ecological Modelling 220；方恺 &amp;amp; Heijungs（2012），《地理科学进展》31。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>One feature for each region, or for each region and year, with sink and emissions.</source>
        <translation>每个区域一个要素，或每个区域每年一个要素，含碳汇与碳排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>In t C a year.</source>
        <translation>单位：t C/年。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Industrial emissions</source>
        <translation>工业碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>In t CO&lt;sub&gt;2&lt;/sub&gt; a year.</source>
        <translation>单位：t CO&lt;sub&gt;2&lt;/sub&gt;/年。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Forest area</source>
        <translation>森林面积</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>In ha, for the regional mean NEP.</source>
        <translation>单位：ha，用于计算区域平均 NEP。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Grassland area</source>
        <translation>草地面积</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Persons, for the fields per head. Not needed.</source>
        <translation>单位：人，用于计算人均字段，可不填。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>NEP of forest</source>
        <translation>森林 NEP</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>NEP of grassland</source>
        <translation>草地 NEP</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>t C ha&lt;sup&gt;-1&lt;/sup&gt; a&lt;sup&gt;-1&lt;/sup&gt;; used where the input has no field with the coefficient its sink was computed with.</source>
        <translation>t C ha&lt;sup&gt;-1&lt;/sup&gt; a&lt;sup&gt;-1&lt;/sup&gt;；输入中没有记录碳汇所用系数的字段时采用。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Carbon footprint</source>
        <translation>碳足迹</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>The input with icf_ha, cec_ha, deficit_ha, surplus_ha, size_ha, depth, depth_log10, flow_use, per-head fields and flag; styled by depth.</source>
        <translation>输入图层加上 icf_ha、cec_ha、deficit_ha、surplus_ha、size_ha、depth、depth_log10、flow_use、人均字段和 flag；按足迹深度设色。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Totals by year</source>
        <translation>逐年合计</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Table: sums of all regions in each year, and their size and depth in both forms.</source>
        <translation>表：每年全部区域的合计，以及两种形式的总体足迹广度与深度。</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Emissions in the last year (t CO2)</source>
        <translation>末年碳排放（t CO2）</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Sink in the last year (t C)</source>
        <translation>末年碳汇（t C）</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Footprint in the last year (ha)</source>
        <translation>末年碳足迹（ha）</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Capacity in the last year (ha)</source>
        <translation>末年碳生态承载力（ha）</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Group size in the last year (ha)</source>
        <translation>末年总体足迹广度（ha）</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Group depth in the last year, after Fang</source>
        <translation>末年总体足迹深度（方恺法）</translation>
    </message>
    <message>
        <location filename="../algorithms/footprint3d.py"/>
        <source>Group depth in the last year, naive</source>
        <translation>末年总体足迹深度（简单加总）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Full analysis</source>
        <translation>全流程分析</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Runs the whole study: sink, emissions, footprint, clusters, zones and report.</source>
        <translation>一次完成整个研究：碳汇、碳排放、碳足迹、集聚、分区与报告。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>footprint, study, report, all, sink, emissions, Moran, LISA, quadrants</source>
        <translation>碳足迹, 研究, 报告, 全部, 碳汇, 碳排放, 莫兰指数, 象限, Moran, LISA</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Takes land cover, regions, energy and population, and gives one GeoPackage with styled layers (footprint, lisa_size, lisa_depth, quadrants) and tables (moran, emissions, landcover, summary), map pictures and a page. It computes what the single tools compute, with the same numbers.</source>
        <translation>输入土地覆被、区域、能源和人口，输出一个 GeoPackage，内含带样式的图层（footprint、lisa_size、lisa_depth、quadrants）和表（moran、emissions、landcover、summary），另有地图图片和网页。计算内容与各单项工具相同，数值一致。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>METHOD consistent keeps carbon and CO2 apart; as_printed follows the printed formulae. The page shows both side by side.</source>
        <translation>METHOD 取 consistent 时区分碳与 CO2；取 as_printed 时按印刷公式计算。网页将两者并列给出。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Reference: Zuo &amp;amp; Zhao (2025), Arid Zone Research 42(9), 1703-1714.</source>
        <translation>参考文献：Zuo &amp;amp; Zhao（2025），《干旱区研究》42(9)，1703-1714。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Table of region by year, as for Import region-by-year table. Needed for the fields per head only.</source>
        <translation>区域—年份表，要求同“导入区域—年份表”。仅人均字段需要。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Size per head</source>
        <translation>使用人均足迹广度</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Quadrants and clusters of the size per head instead of the total size.</source>
        <translation>象限分区与集聚分析采用人均足迹广度，而非总足迹广度。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Significance level</source>
        <translation>显著性水平</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Of the LISA clusters.</source>
        <translation>用于 LISA 集聚。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Correction for many tests</source>
        <translation>多重检验校正</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Of the LISA clusters: none, fdr or bonferroni.</source>
        <translation>用于 LISA 集聚：none、fdr 或 bonferroni。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Permutations of the global Moran&apos;s I</source>
        <translation>全局莫兰指数的置换次数</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>As PERMUTATIONS of Global Moran&apos;s I; those above are for the clusters.</source>
        <translation>同“全局莫兰指数”工具的 PERMUTATIONS；上面的次数用于聚类。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Form of the map pictures</source>
        <translation>地图图片的形式</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>&lt;b&gt;single&lt;/b&gt;: a PNG picture for each map and year. &lt;b&gt;multiples&lt;/b&gt;: a PNG picture for each map, with a small map for each year and one legend. &lt;b&gt;animation&lt;/b&gt;: a GIF for each map, a second for each year. The classes are the same in all years.</source>
        <translation>&lt;b&gt;single&lt;/b&gt;：每幅地图每年一张 PNG 图片。&lt;b&gt;multiples&lt;/b&gt;：每幅地图一张 PNG 图片，每年一个小图，共用一个图例。&lt;b&gt;animation&lt;/b&gt;：每幅地图一个 GIF 动画，每年一秒。各年分级相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Years of the map pictures</source>
        <translation>地图图片的年份</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>&lt;b&gt;last&lt;/b&gt;, &lt;b&gt;all&lt;/b&gt;, or years, for example 2000, 2010, 2020 or 2000-2020/5 (every fifth). Empty: the last year for single, all years for the other forms.</source>
        <translation>&lt;b&gt;last&lt;/b&gt;（最后一年）、&lt;b&gt;all&lt;/b&gt;（所有年份）或若干年份，例如 2000, 2010, 2020 或 2000-2020/5（每五年）。留空：single 取最后一年，其他形式取所有年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Load the layers</source>
        <translation>加载图层</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Adds the layers to the open project, also in batch runs.</source>
        <translation>将图层添加到打开的工程，批处理运行时也是如此。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>GeoPackage</source>
        <translation>GeoPackage</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>All layers and tables, with their styles inside. In an existing file, those of an earlier run are replaced, and other layers are kept.</source>
        <translation>所有图层和表，样式保存在其中。在已有文件中，先前运行的图层和表被替换，其他图层保留。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Map pictures</source>
        <translation>地图图片</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Folder for the maps of depth, clusters and quadrants, PNG pictures or animated GIF. Maps of an earlier run are removed from it.</source>
        <translation>存放深度、集聚和象限地图的文件夹，为 PNG 图片或 GIF 动画。先前运行的地图会从中删除。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Summary with tables, charts, maps, method, parameters and warnings, in one file.</source>
        <translation>汇总网页，单个文件，含表格、图表、地图、方法、参数和警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Emissions, last year (t CO2)</source>
        <translation>碳排放，末年（t CO2）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Sink, last year (t C)</source>
        <translation>碳汇，末年（t C）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Footprint, last year (ha)</source>
        <translation>碳足迹，末年（ha）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Capacity, last year (ha)</source>
        <translation>碳生态承载力，末年（ha）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Group size, last year (ha)</source>
        <translation>总体足迹广度，末年（ha）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Group depth, last year, after Fang</source>
        <translation>总体足迹深度，末年，方恺法</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Group depth, last year, naive</source>
        <translation>总体足迹深度，末年，简单加总</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Moran&apos;s I of size, last year</source>
        <translation>足迹广度的莫兰指数，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>p-value of Moran&apos;s I of size, last year</source>
        <translation>足迹广度莫兰指数的 p 值，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Moran&apos;s I of depth, last year</source>
        <translation>足迹深度的莫兰指数，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>p-value of Moran&apos;s I of depth, last year</source>
        <translation>足迹深度莫兰指数的 p 值，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>{file}: the full analysis writes a GeoPackage; give the file the ending .gpkg.</source>
        <translation>{file}：完整分析写出 GeoPackage；请使用扩展名 .gpkg。</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>PER_HEAD needs the table POPULATION; choose one, or the total size.</source>
        <translation>PER_HEAD 需要 POPULATION 表；请选择人口表，或改用总足迹广度。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Global Moran&apos;s I</source>
        <translation>全局莫兰指数</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Computes global Moran&apos;s I of fields in every year, with a permutation test.</source>
        <translation>计算各字段逐年的全局莫兰指数（Moran&apos;s I），并作置换检验。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Moran, spatial autocorrelation, clustering, permutation, GeoDa, esda</source>
        <translation>莫兰指数, 空间自相关, 集聚, 置换检验, Moran, GeoDa, esda</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Tells whether neighbours are alike (I above its expectation) or unlike. W are row-standardised weights, z deviations from the mean; computed by esda.</source>
        <translation>判断相邻区域是相似（I 高于期望值）还是相异。W 为行标准化权重，z 为对均值的离差；由 esda 计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>The p-value is two-sided by default: min(1, 2&amp;middot;(1 + the smaller count of permutations at or beyond I) / (M + 1)). Missing values are left out and counted; a constant field has no I. sim_low and sim_high are the 2.5 % and 97.5 % quantiles of the permuted I. All years start from the same seed, so that one year alone has the p that it has among others.</source>
        <translation>p 值默认为双侧：min(1, 2&amp;middot;(1 + 达到或超过 I 的置换次数中较小者) / (M + 1))。缺失值不参与计算并予以计数；常数字段没有 I。sim_low 与 sim_high 为置换所得 I 的 2.5 % 与 97.5 % 分位数。各年份从同一随机种子开始，因此单独计算某一年与在多年中计算所得 p 值相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>References: Moran (1950), Biometrika 37; Rey &amp;amp; Anselin (2007), PySAL.</source>
        <translation>参考文献：Moran（1950），Biometrika 37；Rey &amp;amp; Anselin（2007），PySAL。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Numeric fields, one or more.</source>
        <translation>一个或多个数值字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Table: field, year, moran_i, expected_i, sd, z, p, p_norm, sim_low, sim_high, n (regions), n_missing (without a value), n_islands (without neighbours), ties, note (why a year has no I).</source>
        <translation>表：field、year、moran_i、expected_i、sd、z、p、p_norm、sim_low、sim_high、n（区域数）、n_missing（无数值）、n_islands（无邻接）、ties（相同值）、note（某年没有 I 的原因）。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Page with a chart of I by year and its permutation interval, and Moran scatter plots; of more than six years the first, the middle and the last.</source>
        <translation>网页：各年份 I 及其置换区间的折线图，以及莫兰散点图；年份多于六个时只绘首年、中间年与末年。</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>Moran&apos;s I, first field, last year</source>
        <translation>莫兰指数，第一个字段，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/globalmoran.py"/>
        <source>p-value, first field, last year</source>
        <translation>p 值，第一个字段，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/gravity_chart.py"/>
        <source>Longitude (degrees)</source>
        <translation>经度（度）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravity_chart.py"/>
        <source>Latitude (degrees)</source>
        <translation>纬度（度）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravity_chart.py"/>
        <source>Path of the gravity centre</source>
        <translation>重心轨迹</translation>
    </message>
    <message>
        <location filename="../algorithms/gravity_chart.py"/>
        <source>Standard deviational ellipses</source>
        <translation>标准差椭圆</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Gravity centre and ellipse</source>
        <translation>重心与标准差椭圆</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Computes the weighted centre of each year, its path and standard ellipse.</source>
        <translation>计算各年的加权重心、其移动轨迹和标准差椭圆。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>gravity centre, mean center, centroid, path, standard deviational ellipse, directional distribution, centrography</source>
        <translation>重心, 平均中心, 质心, 轨迹, 标准差椭圆, 方向分布, 中心统计</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>The gravity centre c of a year is the place from which the displacements d to the regions cancel, each weighted by a field w of its region, such as emissions. Its moves through the years tell where growth is.</source>
        <translation>某年的重心 c 是这样一个地点：从它到各区域的位移 d 按区域的字段 w（例如排放量）加权后相互抵消。重心历年的移动反映增长发生在哪里。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>On the ellipsoid, d is the geodesic from c to the region, as azimuth and length. This centre is the same in whatever projection the layer comes. The plain mean of longitudes and latitudes, which many papers take, lies beside it: for the emissions of China&apos;s provinces by 30 km, towards the equator; that of Web Mercator by 17 km. Moves are geodesics (km), bearings clockwise from north (degrees) where they start; speed is the move over the years it took.</source>
        <translation>在椭球面上，d 是从 c 到区域的大地线，以方位角和长度表示。无论图层采用何种投影，所得重心相同。许多论文采用的经纬度简单平均会有偏差：对中国各省排放量偏向赤道 30 km，Web 墨卡托坐标的平均偏 17 km。移动距离为大地线长度（km），方位角在起点处从北顺时针量起（度）；速度为移动距离除以所用年数。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>The standard deviational ellipse has the axes of the weighted covariance C, k times as long as its standard deviations. Around a normal distribution, 1, 2 and 3 standard deviations hold 39, 86 and 99 % by the convention &lt;b&gt;sigma&lt;/b&gt; (Yuill 1971; the default), and 63, 98 and 99.99 % by &lt;b&gt;sqrt2&lt;/b&gt;, which multiplies the axes by &amp;radic;2, as ArcGIS does (its help names 63, 98 and 99.9 %). CrimeStat and the R package aspace multiply by &amp;radic;2 and by &amp;radic;(n/(n&amp;minus;2)) besides.</source>
        <translation>标准差椭圆以加权协方差 C 的主轴为轴，长度为其标准差的 k 倍。对正态分布，按 &lt;b&gt;sigma&lt;/b&gt; 约定（Yuill 1971；默认），1、2、3 个标准差分别包含 39、86 和 99 %；按 &lt;b&gt;sqrt2&lt;/b&gt; 约定（轴长乘以 &amp;radic;2，与 ArcGIS 相同，其帮助给出 63、98 和 99.9 %）分别包含 63、98 和 99.99 %。CrimeStat 和 R 包 aspace 除乘以 &amp;radic;2 外，还乘以 &amp;radic;(n/(n&amp;minus;2))。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Regions without a value are left out and counted. If they have one in other years, the centre shifts although nothing moved: the log names them. A year without any value above 0 has no centre (NULL). Regions on one line have an ellipse without area, which is not drawn. Where the outputs cross the 180th meridian, a geographic layer goes on beyond 180 degrees.</source>
        <translation>没有值的区域不参与计算并计数。如果它们在其他年份有值，即使没有任何变化，重心也会偏移：日志会列出这些区域。没有任何大于 0 的值的年份没有重心（NULL）。位于一条直线上的区域，其椭圆没有面积，不予绘制。输出跨越 180 度经线时，地理坐标图层的经度会超过 180 度继续延伸。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>References: Yuill (1971), Geografiska Annaler B 53; Wang, Shi &amp;amp; Miao (2015), PLoS ONE 10(3); Afsari (2011), Proceedings of the AMS 139, for the mean on curved surfaces.</source>
        <translation>参考文献：Yuill (1971), Geografiska Annaler B 53；Wang, Shi &amp;amp; Miao (2015), PLoS ONE 10(3)；曲面上的平均见 Afsari (2011), Proceedings of the AMS 139。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Polygons or points, one feature for each region, or for each region and year.</source>
        <translation>多边形或点，每个区域一个要素，或每个区域每年一个要素。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Name of the region.</source>
        <translation>区域名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Empty: the layer is one year.</source>
        <translation>留空：整个图层视为一个年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Numeric field with values of 0 or more that add up, such as tonnes or persons. Several fields have centres of their own, told apart by the field named field.</source>
        <translation>数值字段，取值不小于 0 且可以相加，例如吨数或人数。多个字段各有自己的重心，由名为 field 的字段区分。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Place of a region</source>
        <translation>区域的代表点</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>&lt;b&gt;centroid&lt;/b&gt;: the centre of its area. &lt;b&gt;inside&lt;/b&gt;: a point that is never outside of the polygon. Points are their own places.</source>
        <translation>&lt;b&gt;centroid&lt;/b&gt;：面积中心。&lt;b&gt;inside&lt;/b&gt;：始终位于多边形内部的点。点图层以点本身为代表点。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Mean taken</source>
        <translation>求平均的面</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>&lt;b&gt;ellipsoid&lt;/b&gt;: by geodesics, in any CRS alike. &lt;b&gt;layer_crs&lt;/b&gt;: centroids, mean and ellipse in the plane of the layer&apos;s coordinates, distorted as these are; for comparison with ArcGIS, GeoDa and papers. Moves are geodesics in both.</source>
        <translation>&lt;b&gt;ellipsoid&lt;/b&gt;：按大地线，在任何坐标参考系中结果相同。&lt;b&gt;layer_crs&lt;/b&gt;：质心、平均和椭圆都在图层坐标平面上计算，带有该平面的变形；用于与 ArcGIS、GeoDa 和论文比较。两者的移动距离都是大地线。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Axes of the ellipse</source>
        <translation>椭圆的轴</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>&lt;b&gt;sigma&lt;/b&gt;: standard deviations along the axes (Yuill). &lt;b&gt;sqrt2&lt;/b&gt;: times &amp;radic;2, as ArcGIS.</source>
        <translation>&lt;b&gt;sigma&lt;/b&gt;：沿轴方向的标准差（Yuill）。&lt;b&gt;sqrt2&lt;/b&gt;：再乘以 &amp;radic;2，与 ArcGIS 相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Number of standard deviations</source>
        <translation>标准差个数</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Semi-axes of the ellipse in standard deviations, usually 1, 2 or 3.</source>
        <translation>椭圆半轴为多少个标准差，通常为 1、2 或 3。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Gravity centres</source>
        <translation>重心</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Points, one for each field and year: field, year, n, n_missing, total (sum of the weights), lon, lat (degrees, datum of the layer) and, from the last year with a centre, year_from, move_km, bearing_deg, direction, path_km (sum of the moves), speed_km_a; coloured by year.</source>
        <translation>点，每个字段每年一个：field、year、n、n_missing、total（权重之和）、lon、lat（度，图层的基准面），以及相对上一个有重心的年份的 year_from、move_km、bearing_deg、direction、path_km（移动距离之和）、speed_km_a；按年份着色。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Geodesic lines, one for each move: field, year (the end), year_from, year_to, move_km, bearing_deg, direction, speed_km_a; with arrows, coloured by year.</source>
        <translation>大地线，每次移动一条：field、year（终点年份）、year_from、year_to、move_km、bearing_deg、direction、speed_km_a；带箭头，按年份着色。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Polygons, one for each field and year: field, year, n, lon, lat, semi_major_km, semi_minor_km, azimuth_deg (of the major axis, 0 to 180 from north), area_km2, flattening (0 a circle, 1 a line), convention, deviations; coloured by year.</source>
        <translation>多边形，每个字段每年一个：field、year、n、lon、lat、semi_major_km、semi_minor_km、azimuth_deg（长轴方位角，从北量起 0 至 180）、area_km2、flattening（0 为圆，1 为直线）、convention、deviations；按年份着色。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Page with path and ellipses</source>
        <translation>轨迹与椭圆网页</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Page with a chart and tables of the centres and ellipses of each field.</source>
        <translation>包含各字段重心与椭圆的图和表的网页。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Move from the first to the last year, first field (km)</source>
        <translation>首年到末年的移动距离，第一个字段（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Bearing from the first to the last year, first field (degrees)</source>
        <translation>首年到末年的方位角，第一个字段（度）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Sum of all moves, first field (km)</source>
        <translation>各次移动距离之和，第一个字段（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>X of the last centre, first field (layer CRS)</source>
        <translation>末年重心的 X，第一个字段（图层坐标参考系）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Y of the last centre, first field (layer CRS)</source>
        <translation>末年重心的 Y，第一个字段（图层坐标参考系）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>{source} has no coordinate reference system; set it in the layer&apos;s properties.</source>
        <translation>{source} 没有坐标参考系；请在图层属性中设置。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>There are no two years with a centre, and so no path.</source>
        <translation>有重心的年份不足两个，因此没有轨迹。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>The centre of the last year is that of the first.</source>
        <translation>末年的重心与首年相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>From {first} to {last} the centre moved {move} km {wind} (bearing {bearing} degrees); its path measures {path} km.</source>
        <translation>从 {first} 年到 {last} 年，重心向{wind}移动了 {move} km（方位角 {bearing} 度）；轨迹全长 {path} km。</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Longitude</source>
        <translation>经度</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Latitude</source>
        <translation>纬度</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Move (km)</source>
        <translation>移动（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Bearing (degrees)</source>
        <translation>方位角（度）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Path (km)</source>
        <translation>轨迹（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Speed (km a year)</source>
        <translation>速度（km/年）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Semi-major axis (km)</source>
        <translation>长半轴（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Semi-minor axis (km)</source>
        <translation>短半轴（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Azimuth (degrees)</source>
        <translation>长轴方位角（度）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Area (km²)</source>
        <translation>面积（km²）</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Flattening</source>
        <translation>扁率</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Standard deviations</source>
        <translation>标准差个数</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>Convention</source>
        <translation>约定</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>north</source>
        <translation>北</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>northeast</source>
        <translation>东北</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>east</source>
        <translation>东</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>southeast</source>
        <translation>东南</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>south</source>
        <translation>南</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>southwest</source>
        <translation>西南</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>west</source>
        <translation>西</translation>
    </message>
    <message>
        <location filename="../algorithms/gravitycentre.py"/>
        <source>northwest</source>
        <translation>西北</translation>
    </message>
    <message>
        <location filename="../algorithms/growth_chart.py"/>
        <source>{first}–{last}: {rate} % a year</source>
        <translation>{first}–{last}：每年 {rate} %</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Growth and projection</source>
        <translation>增长与预测</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Computes growth rates by phase and projects every region to a horizon.</source>
        <translation>按阶段计算增长率，并将每个区域预测到目标年。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>growth, rate, CAGR, trend, phase, breakpoint, joinpoint, projection, forecast, scenario, 2030, interval</source>
        <translation>增长, 增长率, 年均复合增长率, CAGR, 趋势, 阶段, 断点, 连接点, 预测, 外推, 情景, 2030, 区间, growth, joinpoint, projection</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Five answers to the question how fast a quantity changed, each under its own name, for all regions together and for each of them; x&lt;sub&gt;1&lt;/sub&gt; is the first value, x&lt;sub&gt;n&lt;/sub&gt; the last, T the number of years between them.</source>
        <translation>对“变化有多快”这一问题给出五个答案，各有其名，既针对全部区域合计，也针对每个区域；x&lt;sub&gt;1&lt;/sub&gt; 为第一个值，x&lt;sub&gt;n&lt;/sub&gt; 为最后一个值，T 为两者相隔的年数。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>change a year, in the unit of the field.</source>
        <translation>每年的变化量，单位同字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>compound annual growth rate, % a year; the two ends decide alone.</source>
        <translation>年均复合增长率，% 每年；只取决于首尾两个值。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>mean of the rates from year to year, % a year. A step of d years counts as d years, each with the rate (x&lt;sub&gt;i+1&lt;/sub&gt;/x&lt;sub&gt;i&lt;/sub&gt;)&lt;sup&gt;1/d&lt;/sup&gt; &amp;minus; 1.</source>
        <translation>逐年增长率的平均值，% 每年。跨 d 年的一步按 d 年计，每年的增长率为 (x&lt;sub&gt;i+1&lt;/sub&gt;/x&lt;sub&gt;i&lt;/sub&gt;)&lt;sup&gt;1/d&lt;/sup&gt; &amp;minus; 1。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>mean of the same rates without their signs: how much a quantity fluctuates. It is no growth, as falling counts like rising.</source>
        <translation>上述逐年变化率绝对值的平均：表示数量的波动大小。它不是增长率，因为下降与上升同样计入。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>log-linear trend, % a year, b the slope of the least-squares line of ln x on the year; all values decide. trend_low_pct and trend_high_pct are its confidence interval (Student&apos;s t).</source>
        <translation>对数线性趋势，% 每年，b 为 ln x 对年份的最小二乘直线的斜率；取决于所有的值。trend_low_pct 和 trend_high_pct 为其置信区间（学生 t 分布）。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>A phase goes from one break year to the next, and a break year belongs to both: it ends one phase and begins the next. &lt;i&gt;auto&lt;/i&gt; finds the breaks of each region, and those of the total: lines that meet at the breaks are fitted to ln x by least squares, every set of breaks is tried, and the number of breaks is that with the least BIC3 (Kim &amp;amp; Kim 2016). Each break needs five values more: 7 values may have one, 12 two, 17 three. Where a deviation lasts for years, a break may be found that is none.</source>
        <translation>一个阶段从一个断点年到下一个断点年，断点年同属两个阶段：它结束前一阶段，又开始后一阶段。&lt;i&gt;auto&lt;/i&gt; 分别寻找各区域及合计的断点：用在断点处相接的直线以最小二乘法拟合 ln x，尝试所有断点组合，断点个数取 BIC3 最小者（Kim &amp;amp; Kim 2016）。每个断点需要多五个值：7 个值可有一个断点，12 个可有两个，17 个可有三个。若偏差持续数年，可能找到并不存在的断点。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Zero and negative values have no logarithm: rates that need it are NULL, mean_change is there. A year in which a region lacks its value has no total.</source>
        <translation>零和负值没有对数：需要对数的增长率为 NULL，mean_change 仍给出。若某年有区域缺值，则该年没有合计。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Projection of the last value x&lt;sub&gt;T&lt;/sub&gt;, of year T, to the year h:</source>
        <translation>将 T 年的最后一个值 x&lt;sub&gt;T&lt;/sub&gt; 预测到 h 年：</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>The interval is that of a single future value, symmetric about the logarithm of the projection, with Student&apos;s t of n &amp;minus; 2 degrees of freedom. With the trend, values scatter about the line independently, with the variance s&lt;sup&gt;2&lt;/sup&gt;; m is the mean year, S the sum of squared distances of the years from it. A projection that starts from the last value has the variance &lt;code&gt;s&lt;sup&gt;2&lt;/sup&gt;&amp;middot;(2 + ((h &amp;minus; m)&lt;sup&gt;2&lt;/sup&gt; &amp;minus; (T &amp;minus; m)&lt;sup&gt;2&lt;/sup&gt;)/S)&lt;/code&gt;, one on the line &lt;code&gt;s&lt;sup&gt;2&lt;/sup&gt;&amp;middot;(1 + 1/n + (h &amp;minus; m)&lt;sup&gt;2&lt;/sup&gt;/S)&lt;/code&gt;. With the CAGR, every year adds a deviation that stays (a random walk with drift, t&lt;sub&gt;1&lt;/sub&gt; the first year): &lt;code&gt;s&lt;sup&gt;2&lt;/sup&gt;&amp;middot;(h &amp;minus; T)&amp;middot;(1 + (h &amp;minus; T)/(T &amp;minus; t&lt;sub&gt;1&lt;/sub&gt;))&lt;/code&gt;.</source>
        <translation>区间针对单个未来值，以预测值的对数为中心对称，采用自由度为 n &amp;minus; 2 的学生 t 分布。按趋势预测时，各值独立地散布在直线周围，方差为 s&lt;sup&gt;2&lt;/sup&gt;；m 为平均年份，S 为各年份与其距离的平方和。从最后一个值出发的预测，其方差为 &lt;code&gt;s&lt;sup&gt;2&lt;/sup&gt;&amp;middot;(2 + ((h &amp;minus; m)&lt;sup&gt;2&lt;/sup&gt; &amp;minus; (T &amp;minus; m)&lt;sup&gt;2&lt;/sup&gt;)/S)&lt;/code&gt;；落在直线上的预测为 &lt;code&gt;s&lt;sup&gt;2&lt;/sup&gt;&amp;middot;(1 + 1/n + (h &amp;minus; m)&lt;sup&gt;2&lt;/sup&gt;/S)&lt;/code&gt;。按 CAGR 预测时，每年增加一个不再消失的偏差（带漂移的随机游走，t&lt;sub&gt;1&lt;/sub&gt; 为第一年）：&lt;code&gt;s&lt;sup&gt;2&lt;/sup&gt;&amp;middot;(h &amp;minus; T)&amp;middot;(1 + (h &amp;minus; T)/(T &amp;minus; t&lt;sub&gt;1&lt;/sub&gt;))&lt;/code&gt;。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>A projection carries the past on. The interval knows the scatter of the past, and nothing of new policies, of breaks to come, or of errors in the data; where deviations last for years, that of the trend is too narrow.</source>
        <translation>预测只是延续过去。区间只了解过去的离散程度，对新政策、将来的断点或数据中的错误一无所知；若偏差持续数年，按趋势得到的区间过窄。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>References: Kim et al. (2000), Statistics in Medicine 19; Kim &amp;amp; Kim (2016), Journal of Statistical Planning and Inference 170; Draper &amp;amp; Smith (1998), Applied Regression Analysis; Hyndman &amp;amp; Athanasopoulos (2021), Forecasting: Principles and Practice.</source>
        <translation>参考文献：Kim et al. (2000), Statistics in Medicine 19；Kim &amp;amp; Kim (2016), Journal of Statistical Planning and Inference 170；Draper &amp;amp; Smith (1998), Applied Regression Analysis；Hyndman &amp;amp; Athanasopoulos (2021), Forecasting: Principles and Practice。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>One row for each region and year; with or without geometry.</source>
        <translation>每个区域每年一行；有无几何均可。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Quantity that grows, in any unit: ice_tco2, sink_tc, icf_ha, gdp.</source>
        <translation>增长的量，单位任意：ice_tco2、sink_tc、icf_ha、gdp。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Name of the region. A table without this field is taken as one region.</source>
        <translation>区域名称。没有该字段的表视为一个区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>For example 2019. Years may be missing.</source>
        <translation>例如 2019。可以缺少年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>&lt;b&gt;sum&lt;/b&gt;: of tonnes, hectares, persons. &lt;b&gt;mean&lt;/b&gt;: of the regions, for ratios and amounts per head such as depth. &lt;b&gt;none&lt;/b&gt;: regions only.</source>
        <translation>&lt;b&gt;sum&lt;/b&gt;：求和，用于吨、公顷、人数。&lt;b&gt;mean&lt;/b&gt;：各区域的平均，用于比率和人均量，如 depth。&lt;b&gt;none&lt;/b&gt;：只算各区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Years between the phases</source>
        <translation>阶段之间的年份</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>For example &lt;code&gt;2005, 2012&lt;/code&gt;, or &lt;code&gt;auto&lt;/code&gt; to find them. Empty: only the whole record.</source>
        <translation>例如 &lt;code&gt;2005, 2012&lt;/code&gt;，或用 &lt;code&gt;auto&lt;/code&gt; 自动寻找。留空：只算整个时段。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Most breaks</source>
        <translation>最多断点数</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>For auto: number of breaks in a series, at most.</source>
        <translation>用于 auto：一个序列的断点数上限。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Shortest phase (years)</source>
        <translation>最短阶段（年）</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>For auto: years from the beginning of a phase to its end, at least.</source>
        <translation>用于 auto：一个阶段从开始到结束至少的年数。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Horizon (year)</source>
        <translation>目标年</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Last year of the projection.</source>
        <translation>预测的最后一年。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Growth rate of the projection</source>
        <translation>预测所用的增长率</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>&lt;b&gt;trend&lt;/b&gt;: log-linear trend of the whole record. &lt;b&gt;last_phase&lt;/b&gt;: that of the last phase. &lt;b&gt;cagr&lt;/b&gt;: compound rate of the whole record.</source>
        <translation>&lt;b&gt;trend&lt;/b&gt;：整个时段的对数线性趋势。&lt;b&gt;last_phase&lt;/b&gt;：最后一个阶段的趋势。&lt;b&gt;cagr&lt;/b&gt;：整个时段的复合增长率。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Start of the projection</source>
        <translation>预测的起点</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>&lt;b&gt;observed&lt;/b&gt;: the last value. &lt;b&gt;fitted&lt;/b&gt;: the line, which gives the prediction interval of the textbooks. For cagr always the last value.</source>
        <translation>&lt;b&gt;observed&lt;/b&gt;：最后一个值。&lt;b&gt;fitted&lt;/b&gt;：拟合直线，给出教科书中的预测区间。对 cagr 总是最后一个值。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Confidence of the intervals (%)</source>
        <translation>区间的置信度 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Probability that the value lies between low and high.</source>
        <translation>值落在下限与上限之间的概率。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Population scenario</source>
        <translation>人口情景</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Table with year and population (persons), for all regions together or, with region, for each; rows of the region All regions are then those of the total, which else is computed from the regions. The amount per head is projected instead, and multiplied by this population, in the years that the table names; the interval takes the population as exact.</source>
        <translation>含 year 和 population（人）的表，针对全部区域合计，或带有 region 针对每个区域；后者中区域名为 All regions 的行即为合计的人口，没有这样的行时由各区域计算。此时预测人均量，再乘以该人口，只算表中列出的年份；区间把人口视为准确值。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>For the scenario: population of the input, in persons.</source>
        <translation>用于情景：输入的人口，单位为人。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Growth</source>
        <translation>增长</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Table with a row for each region and phase: scope (total or region), region, field, phase (whole, 1, 2, ...), first_year, last_year, n, first_value, last_value, mean_change, cagr_pct, mean_rate_pct, mean_abs_rate_pct, trend_pct, trend_low_pct, trend_high_pct.</source>
        <translation>每个区域每个阶段一行的表：scope（total 或 region）、region、field、phase（whole、1、2……）、first_year、last_year、n、first_value、last_value、mean_change、cagr_pct、mean_rate_pct、mean_abs_rate_pct、trend_pct、trend_low_pct、trend_high_pct。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Projection</source>
        <translation>预测</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Table with a row for each region and year: scope, region, field, year, kind (observed or projected), value, low, high, in the unit of the field.</source>
        <translation>每个区域每年一行的表：scope、region、field、year、kind（observed 观测或 projected 预测）、value、low、high，单位同字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Growth charts</source>
        <translation>增长图</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Page with a chart of the total and of the largest and fastest growing regions, and their rates.</source>
        <translation>页面，含合计以及最大和增长最快区域的图，及其增长率。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Compound annual growth rate of the total (% a year)</source>
        <translation>合计的年均复合增长率（% 每年）</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Log-linear trend of the total (% a year)</source>
        <translation>合计的对数线性趋势（% 每年）</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Projection of the total at the horizon</source>
        <translation>合计在目标年的预测值</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Lower end of its interval</source>
        <translation>其区间的下限</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Upper end of its interval</source>
        <translation>其区间的上限</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Largest regions, last year</source>
        <translation>最大的区域，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Fastest growing of the others, by trend</source>
        <translation>其余区域中趋势增长最快者</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Points: values. Lines: log-linear trend of each phase, with its rate. Dashed: projection, with the interval in which a future value lies with a probability of {level}.</source>
        <translation>点：数值。线：各阶段的对数线性趋势及其增长率。虚线：预测，及未来值以 {level} 的概率落入的区间。</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>To</source>
        <translation>止</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>First value</source>
        <translation>首值</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Last value</source>
        <translation>末值</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Change a year</source>
        <translation>每年变化</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>CAGR (%)</source>
        <translation>年均复合增长率 CAGR (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Mean annual rate (%)</source>
        <translation>平均年增长率 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Trend (%)</source>
        <translation>趋势 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Trend, low (%)</source>
        <translation>趋势下限 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>Trend, high (%)</source>
        <translation>趋势上限 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/growthandprojection.py"/>
        <source>whole record</source>
        <translation>整个时段</translation>
    </message>
    <message>
        <location filename="../algorithms/html_page.py"/>
        <source>{file}: the charts of a page need the Python package matplotlib; install it, or leave the page out.</source>
        <translation>{file}：页面中的图表需要 Python 包 matplotlib；请安装，或不输出页面。</translation>
    </message>
    <message>
        <location filename="../algorithms/html_page.py"/>
        <source>{file} could not be written: {why}</source>
        <translation>{file} 无法写入：{why}</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Import energy tables</source>
        <translation>导入能源表</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Reads energy tables, CEADs inventories or yearbook balance tables into one tidy table.</source>
        <translation>把能源表、CEADs 清单或年鉴能源平衡表读成一张规整的表。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>energy, CEADs, inventory, yearbook, coal, Excel, CSV, import, fuel</source>
        <translation>能源, 能源清单, 统计年鉴, 煤, 燃料, 导入, CEADs, Excel, CSV, energy</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Reads CSV and Excel files into one row for each region, year and energy carrier, with the amount and its unit as in the source. CEADs provincial energy inventories are read as published: one sheet for each province, units from the second row, the 40 industrial sectors of terminal consumption. The fuel that power plants transform is not in terminal consumption, what their sector uses itself is.</source>
        <translation>读取 CSV 与 Excel 文件，每个区域、年份和能源品种一行，数量与单位保持原样。CEADs 分省能源清单按发布格式读取：每省一个工作表，单位取自第二行，取终端消费中的 40 个工业行业。电厂用于加工转换的燃料不在终端消费之内，电力行业自身的终端消费则包括在内。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Balance tables of the China Energy Statistical Yearbook (6-1 to 6-30) are read as published, too: the row 2.工业 below 四.终端消费量, region and year from the title, the units above the columns. Parts that newer tables print apart are added to their fuel: blast-furnace and converter gas to other gas, naphtha, lubricants, paraffin, white spirit, bitumen and petroleum coke to other petroleum products, gangue to other washed coal, liquefied natural gas to natural gas by its energy (1 t as 1321 m&lt;sup&gt;3&lt;/sup&gt;).</source>
        <translation>《中国能源统计年鉴》的地区能源平衡表（6-1 至 6-30）也按原样读取：取“四.终端消费量”下的“2.工业”行，地区和年份取自标题，单位取自表头。新版平衡表分列的品种并入其燃料：高炉煤气和转炉煤气并入其他煤气，石脑油、润滑油、石蜡、溶剂油、石油沥青和石油焦并入其他石油制品，煤矸石并入其他洗煤，液化天然气按热量折入天然气（1 t 折 1321 m&lt;sup&gt;3&lt;/sup&gt;）。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Nothing is counted twice: totals of fuels (煤合计, Total) and the nation beside its provinces are recognised and left out. The carbon of blast-furnace gas comes from coke and that of coke from coal; the log warns where both are there.</source>
        <translation>不重复计算：燃料合计（煤合计、Total）以及与各省并列的全国数会被识别并剔除。高炉煤气的碳来自焦炭，焦炭的碳来自煤；两者同时出现时日志会给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Units are never guessed in silence: 10&lt;sup&gt;4&lt;/sup&gt; t, 10&lt;sup&gt;8&lt;/sup&gt; m&lt;sup&gt;3&lt;/sup&gt; and the like are read from the table, an unknown unit stops the run, and a gas under tonnes is a suspicion that is said with its evidence. The log tells in one block the regions, years, fuels and units that were read, and what was left out.</source>
        <translation>单位绝不暗中猜测：10&lt;sup&gt;4&lt;/sup&gt; t、10&lt;sup&gt;8&lt;/sup&gt; m&lt;sup&gt;3&lt;/sup&gt; 等从表中读取，遇到未知单位即停止运行，气体标为吨则作为可疑单位连同依据一起说明。日志用一段文字列出读到的地区、年份、燃料和单位，以及剔除的内容。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>CSV, TSV, XLSX, XLS or ODS files, any number of them.</source>
        <translation>CSV、TSV、XLSX、XLS 或 ODS 文件，数量不限。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Or a layer of the project</source>
        <translation>或工程中的图层</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>A long or wide layer or table of the project, in place of files.</source>
        <translation>工程中的长表或宽表（图层或表），代替文件。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Table: region, year, fuel, amount, unit.</source>
        <translation>表：region、year、fuel、amount、unit。</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Number of rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <location filename="../algorithms/importenergy.py"/>
        <source>Choose tables, INPUTS or INPUT_LAYER, and only one of them.</source>
        <translation>请选择表：INPUTS 或 INPUT_LAYER，只选其一。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Import region-by-year table</source>
        <translation>导入区域—年份表</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Reads population, GDP or any other region-by-year table into tidy form.</source>
        <translation>将人口、GDP 或其他区域—年份表读入为整洁表。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>population, GDP, panel, NBS, years, CSV, Excel, import, tidy</source>
        <translation>人口, 国内生产总值, 面板, 国家统计局, 年份, 导入, GDP, CSV, Excel, panel</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Reads a table with years as rows or as columns, or an export of the National Bureau of Statistics as downloaded (title lines, years as 2019年, notes at the end), into one row for each region and year.</source>
        <translation>读取年份按行或按列排列的表，或国家统计局网站直接导出的表（含标题行、形如 2019年 的年份和表末注释），整理为每个区域每年一行。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>CSV, TSV, XLSX, XLS or ODS file, as it is: with titles above the header, merged cells in it, notes below the data. book.xlsx|layername=Sheet1 names a sheet.</source>
        <translation>CSV、TSV、XLSX、XLS 或 ODS 文件，保持原样即可：表头上方可有标题，表头可有合并单元格，数据下方可有注释。book.xlsx|layername=Sheet1 指定工作表。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>A layer or table of the project, in place of a file.</source>
        <translation>工程中的图层或表，代替文件。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Name of the value</source>
        <translation>数值名称</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Name of the field with the values, for example population (the name that the footprint tools look for). In a table with several value columns it picks one.</source>
        <translation>存放数值的字段名，例如 population（足迹工具默认查找的名称）。表中有多个数值列时，以此选定一列。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Unit of the table</source>
        <translation>表的单位</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>For example 10^4 persons: values are converted to persons. Empty: the unit that the table tells, in brackets behind the column&apos;s name or in a line above the header; if it tells none, values stay as they are.</source>
        <translation>例如 10^4 persons：数值换算为人。留空：采用表中写明的单位（列名后的括号内或表头上方的行中）；若未写明，数值保持不变。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Panel</source>
        <translation>面板数据</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Table: region, year and the value.</source>
        <translation>表：region、year 和数值。</translation>
    </message>
    <message>
        <location filename="../algorithms/importpanel.py"/>
        <source>Choose a table, INPUT or INPUT_LAYER, and only one of them.</source>
        <translation>请选择一个表：INPUT 或 INPUT_LAYER，且只选其一。</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>Computes CO2 emissions from the energy use of 16 fuels.</source>
        <translation>由 16 种燃料的能源消费计算 CO2 排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>CO2, emissions, energy, fuel, coal, emission factor, ICE, IPCC</source>
        <translation>二氧化碳, 碳排放, 能源, 燃料, 煤, 排放因子, CO2, ICE, IPCC</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>Multiplies the amount Q of every fuel by its emission factor EF (net calorific value, carbon content, oxidised share). Heat and electricity emit nothing where they are used and are left out, as are process emissions; feedstock counts as burnt.</source>
        <translation>将每种燃料的消费量 Q 乘以其排放因子 EF（低位发热量、单位热值含碳量、氧化率）。热力和电力在使用环节不产生排放，不计入；工业过程排放亦不计入；用作原料的燃料视为燃烧。</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>The formula printed in the paper multiplies by the standard-coal coefficient again, which takes 28.6 % off coal and adds 43 to 53 % to oil; METHOD as_printed reproduces it.</source>
        <translation>论文印刷公式再次乘以折标准煤系数，使煤的排放减少 28.6%，油品增加 43% 至 53%；METHOD 取 as_printed 可复现该公式。</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>Reference: Zuo &amp;amp; Zhao (2025), Arid Zone Research 42(9), equation 1; provincial guideline for greenhouse gas inventories (2011); IPCC (2006).</source>
        <translation>参考文献：Zuo &amp;amp; Zhao（2025），《干旱区研究》42(9)，式 1；《省级温室气体清单编制指南》（2011）；IPCC（2006）。</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>Table: region, year, ice_tco2 and ice_&lt;i&gt;fuel&lt;/i&gt;_tco2 for each fuel, in t CO&lt;sub&gt;2&lt;/sub&gt;.</source>
        <translation>表：region、year、ice_tco2 以及各燃料的 ice_&lt;i&gt;fuel&lt;/i&gt;_tco2，单位 t CO&lt;sub&gt;2&lt;/sub&gt;。</translation>
    </message>
    <message>
        <location filename="../algorithms/industrialemissions.py"/>
        <source>Emissions of all regions in the last year (t CO2)</source>
        <translation>末年全部区域的碳排放（t CO2）</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Inequality between regions</source>
        <translation>区域间不平等</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Computes Gini and Theil of every year, within and between groups of regions.</source>
        <translation>计算各年份的基尼系数和泰尔指数，并按区域组分解为组内和组间部分。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>inequality, Gini, Theil, Lorenz curve, mean log deviation, decomposition, Dagum, east, central, west, northeast</source>
        <translation>不平等, 区域差异, 基尼系数, 泰尔指数, 洛伦兹曲线, 平均对数离差, 分解, 东部, 中部, 西部, 东北, inequality, Gini, Theil, Dagum</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Compares the share s that each region has of a quantity (emissions in t CO&lt;sub&gt;2&lt;/sub&gt;) with its share p of a base (population in persons). All indices are 0 where every region has the same per head. Gini is below 1; T, Theil&apos;s index, weighs regions with much of the quantity more, L, the mean log deviation, those with little. None of them has a unit.</source>
        <translation>将各区域占某一总量（排放，t CO&lt;sub&gt;2&lt;/sub&gt;）的份额 s 与其占基准（人口，人）的份额 p 相比较。各区域人均量相同时，所有指数均为 0。基尼系数小于 1；泰尔指数 T 对占有量多的区域更敏感，平均对数离差 L 对占有量少的区域更敏感。各指数均无量纲。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>With groups of regions, T is the sum of what is within and what is between them; the Gini has a third part, the overlap: regions of a group with a lower mean that have more per head than regions of a group with a higher mean.</source>
        <translation>有区域分组时，T 等于组内与组间两部分之和；基尼系数还有第三部分，即重叠（超变密度）：均值较低的组中，某些区域的人均量高于均值较高的组中的区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>The regions are all there are and no sample: the Gini is not multiplied by n/(n &amp;minus; 1). A region without a value is left out and counted; one with 0 of the quantity takes part, but makes L infinite, which is written as NULL. Years in which all are alike have no percentages.</source>
        <translation>区域是全体而非样本：基尼系数不乘以 n/(n &amp;minus; 1)。没有数值的区域不参与计算并计数；总量为 0 的区域参与计算，但使 L 成为无穷大，记为 NULL。各区域完全相同的年份没有百分比。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>The base may be any quantity: with the gross domestic product the indices tell of emissions per output. Choose a quantity that is not divided by the base yet, ice_tco2 or icf_ha and not icf_pc_ha; for a ratio, leave the base empty.</source>
        <translation>基准可以是任何量：以国内生产总值为基准时，指数反映单位产出的排放。请选择尚未除以基准的总量，即 ice_tco2 或 icf_ha，而不是 icf_pc_ha；对于比值，请将基准留空。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>References: Theil (1967), Economics and Information Theory; Shorrocks (1980), Econometrica 48; Dagum (1997), Empirical Economics 22; Duro &amp;amp; Padilla (2006), Energy Economics 28; four regions: National Bureau of Statistics of China (2011).</source>
        <translation>参考文献：Theil (1967), Economics and Information Theory；Shorrocks (1980), Econometrica 48；Dagum (1997), Empirical Economics 22；Duro &amp;amp; Padilla (2006), Energy Economics 28；四大地区：国家统计局 (2011)《东西中部和东北地区划分方法》。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Layer or table, one feature for each region, or for each region and year: the output of the three-dimensional footprint, for example.</source>
        <translation>图层或表，每个区域一个要素，或每个区域每年一个要素，例如三维足迹工具的输出。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Name or code of the region. The whole nation, as a row beside its regions, is left out.</source>
        <translation>区域的名称或代码。与各区域并列的全国行会略去。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Every year is computed by itself. Empty: the layer is one year.</source>
        <translation>各年份分别计算。留空：整个图层为一个年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Quantity</source>
        <translation>总量</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>What the regions share, as an amount: t CO&lt;sub&gt;2&lt;/sub&gt;, ha. Not negative.</source>
        <translation>各区域所占有的总量：t CO&lt;sub&gt;2&lt;/sub&gt;、ha。不得为负。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Base</source>
        <translation>基准</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>What the quantity is compared with: population (persons), or any other amount above 0. Empty, or where the input has no field population: every region counts equally.</source>
        <translation>与总量相比较的基准：population（人），或任何大于 0 的量。留空，或输入中没有字段 population 时：各区域按等权计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Groups of regions</source>
        <translation>区域分组</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>&lt;b&gt;china_four&lt;/b&gt;: East, Central, West and Northeast, as the National Bureau of Statistics divides the provinces of China; they are known by name or code, counties by the first two digits of a field adcode. Other regions are not split, which the log says. &lt;b&gt;field&lt;/b&gt;: the values of a field. &lt;b&gt;none&lt;/b&gt;: no split.</source>
        <translation>&lt;b&gt;china_four&lt;/b&gt;：按国家统计局的划分，将中国各省分为东部、中部、西部和东北；省份按名称或代码识别，县级按字段 adcode 的前两位识别。其他区域不作分解，并在日志中说明。&lt;b&gt;field&lt;/b&gt;：以某一字段的取值分组。&lt;b&gt;none&lt;/b&gt;：不分解。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Field with the groups</source>
        <translation>分组字段</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>For field: text or numbers. Regions without a value make up a group of their own.</source>
        <translation>用于 field：文本或数字。没有取值的区域自成一组。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Inequality by year</source>
        <translation>历年不平等</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Table: year, n (regions), n_missing, gini and its parts gini_within, gini_between and gini_overlap, theil_t, theil_l, theil_within, theil_between, and the parts in percent of gini and theil_t (_pct).</source>
        <translation>表：year、n（区域数）、n_missing、gini 及其组成部分 gini_within、gini_between 和 gini_overlap、theil_t、theil_l、theil_within、theil_between，以及各部分占 gini 和 theil_t 的百分比（_pct）。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Groups by year</source>
        <translation>历年各组</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Table: year, group (NULL: regions in none), n, quantity_pct and base_pct (its shares in percent), mean (quantity per unit of the base), gini and theil_t of the group by itself, theil_within (what it adds to the part within groups) and theil_within_pct (that in percent of T).</source>
        <translation>表：year、group（NULL：不属于任何组的区域）、n、quantity_pct 和 base_pct（该组所占百分比）、mean（每单位基准的量）、该组自身的 gini 和 theil_t、theil_within（该组对组内部分的贡献）和 theil_within_pct（该贡献占 T 的百分比）。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Inequality charts</source>
        <translation>不平等图表</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Page with Gini and Theil through the years, their parts, the Lorenz curves of the first and the last year, and tables.</source>
        <translation>网页，含历年基尼系数和泰尔指数及其组成部分、首末两年的洛伦兹曲线和表格。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Gini coefficient, last year</source>
        <translation>基尼系数，最后一年</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Theil&apos;s T, last year</source>
        <translation>泰尔指数 T，最后一年</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Part of Theil&apos;s T between groups, last year (%)</source>
        <translation>泰尔指数 T 的组间占比，最后一年 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>GROUP_FIELD {field} is not used; set GROUPS to field.</source>
        <translation>未使用 GROUP_FIELD {field}；请将 GROUPS 设为 field。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>GROUPS is field, but GROUP_FIELD is empty; choose a field.</source>
        <translation>GROUPS 为 field，但 GROUP_FIELD 为空；请选择字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Gini</source>
        <translation>基尼系数</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Gini within</source>
        <translation>基尼组内</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Gini between</source>
        <translation>基尼组间</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Gini overlap</source>
        <translation>基尼重叠</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Theil&apos;s T</source>
        <translation>泰尔指数 T</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Mean log deviation</source>
        <translation>平均对数离差</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Theil within</source>
        <translation>泰尔组内</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Theil between</source>
        <translation>泰尔组间</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Between (%)</source>
        <translation>组间占比 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Share of the quantity (%)</source>
        <translation>占总量的份额 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Share of the base (%)</source>
        <translation>占基准的份额 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Quantity per base</source>
        <translation>每单位基准的量</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Adds to Theil within</source>
        <translation>对泰尔组内的贡献</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>In percent of T</source>
        <translation>占 T 的百分比</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Shares of {quantity} compared with shares of {base}; 0 means that every region has the same per unit of {base}.</source>
        <translation>将 {quantity} 的份额与 {base} 的份额相比较；0 表示各区域每单位 {base} 的量相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Shares of {quantity}, with every region counting equally; 0 means that all have the same.</source>
        <translation>{quantity} 的份额，各区域按等权计算；0 表示各区域的量相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>In no group</source>
        <translation>不属于任何组</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Groups in {year}</source>
        <translation>{year} 年各组</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Groups</source>
        <translation>各组</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>East</source>
        <translation>东部</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Central</source>
        <translation>中部</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>West</source>
        <translation>西部</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality.py"/>
        <source>Northeast</source>
        <translation>东北</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality_chart.py"/>
        <source>Inequality (0: all alike)</source>
        <translation>不平等（0：完全相同）</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality_chart.py"/>
        <source>within groups</source>
        <translation>组内</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality_chart.py"/>
        <source>between groups</source>
        <translation>组间</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality_chart.py"/>
        <source>Parts of Theil&apos;s T</source>
        <translation>泰尔指数 T 的组成</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality_chart.py"/>
        <source>all alike</source>
        <translation>完全相同</translation>
    </message>
    <message>
        <location filename="../algorithms/inequality_chart.py"/>
        <source>Lorenz curve</source>
        <translation>洛伦兹曲线</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Join tables to regions</source>
        <translation>表连接到区域</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Joins tables to regions by name or code, one polygon for each region and year.</source>
        <translation>按名称或代码将表连接到区域，每个区域每年一个多边形。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>join, names, regions, provinces, adcode, pinyin, Chinese, year, panel</source>
        <translation>连接, 名称, 区域, 省份, 行政区划代码, 拼音, 中文, 年份, 面板, join, adcode</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Regions meet across languages and spellings: 北京市, 北京, Beijing, 110000 and CN-BJ are one province; Shaanxi and Shanxi are two. Other regions match by their name without blanks, case, accents and suffixes such as 县 or City. Whatever matches nothing is listed on both sides with the nearest names.</source>
        <translation>不同语言和写法的区域名可以匹配：北京市、北京、Beijing、110000 和 CN-BJ 是同一个省级单位；陕西（Shaanxi）与山西（Shanxi）是两个。其他区域按名称匹配，忽略空格、大小写、变音符号以及“县”、City 等后缀。两侧未能匹配的名称都会列出，并附上最接近的名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Land cover (tables with forest_ha, grass_ha or sink_tc) often exists for fewer years than the other tables: it is matched to their years as chosen below.</source>
        <translation>土地覆被（含 forest_ha、grass_ha 或 sink_tc 的表）的年份往往少于其他表：将按下面的选择与其他表的年份匹配。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>What the tables have is taken from them: a field of the same name that the layer of the regions carries is replaced.</source>
        <translation>表中有的内容以表为准：区域图层自带的同名字段会被替换。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Tables or layers with the fields region and year (tables without year hold for all years) and one row for each region and year.</source>
        <translation>含 region 和 year 字段的表或图层（没有 year 的表适用于所有年份），每个区域每年一行。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Years of the tables</source>
        <translation>各表的年份</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Where the tables have different years. &lt;b&gt;union&lt;/b&gt;: every year of any table; what a table lacks stays empty. &lt;b&gt;common&lt;/b&gt;: the years that all tables have. &lt;b&gt;emissions&lt;/b&gt;: the years of the tables with ice_tco2, as Full analysis takes them (every year, if no table has it). The years of land cover do not count.</source>
        <translation>各表年份不同时如何处理。&lt;b&gt;union&lt;/b&gt;：任一表有的所有年份，某表缺少的值留空。&lt;b&gt;common&lt;/b&gt;：所有表共有的年份。&lt;b&gt;emissions&lt;/b&gt;：含 ice_tco2 的表的年份，与“全流程分析”一致（若没有表含该字段，则取所有年份）。土地覆被的年份不计入。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Joined regions</source>
        <translation>连接后的区域</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Polygons with the fields of the regions and of all tables; region holds the layer&apos;s own text.</source>
        <translation>多边形，含区域图层和所有表的字段；region 保留图层中的原文。</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>Number of features</source>
        <translation>要素数</translation>
    </message>
    <message>
        <location filename="../algorithms/jointables.py"/>
        <source>No table could be opened; check the file names.</source>
        <translation>没有一张表可以打开；请检查文件名。</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>Land-cover areas</source>
        <translation>土地覆被面积</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>Measures the area of every land-cover class in every region and year.</source>
        <translation>量算各区域逐年的各类土地覆被面积。</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>land cover, area, zonal, histogram, class, CLCD, MODIS, tabulate</source>
        <translation>土地覆被, 土地利用, 面积, 分区统计, 直方图, 类别, CLCD, MODIS, land cover</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>Gives a table with one row for each region, year and class, in hectares. Rows for no data, for codes that the legend lacks (unmapped) and for land outside the raster close the balance: the rows of a region and year add up to region_ha.</source>
        <translation>输出一张表，每个区域、年份和类别一行，单位为公顷。无数据、分类体系中没有的代码（unmapped）以及栅格之外的土地各占一行，使面积闭合：同一区域同一年份各行之和等于 region_ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>Table: region, year, class, class_name, category, pixels, area_ha, region_ha.</source>
        <translation>表：region、year、class、class_name、category、pixels、area_ha、region_ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>Forest, all regions, last year</source>
        <translation>森林，全部区域，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/landcoverareas.py"/>
        <source>Grassland, all regions, last year</source>
        <translation>草地，全部区域，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{source} has no field {missing}; choose one of: {present}.</source>
        <translation>{source} 没有字段 {missing}；请从以下字段中选择：{present}。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{source} has no features (is a selection active?).</source>
        <translation>{source} 没有要素（是否启用了选择？）。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{source}: the column &apos;{column}&apos; is taken as text, because some of its cells are no numbers: {cells}.</source>
        <translation>{source}：列“{column}”按文本读取，因为其中有些单元格不是数字：{cells}。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{source}, feature {number}: the field {field} is empty; give the region a name or leave it out by selection.</source>
        <translation>{source}，第 {number} 个要素：字段 {field} 为空；请填写区域名称，或通过选择将其排除。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{source}: {region} has no geometry; repair the layer.</source>
        <translation>{source}：{region} 没有几何；请修复图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>Replaced in the output: {fields}.</source>
        <translation>输出中被替换的字段：{fields}。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{name}: {file} could not be written ({why}); make room there, or choose another folder.</source>
        <translation>{name}：{file} 无法写入（{why}）；请在该处腾出空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>it is not complete</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>Style of Carbon Footprint</source>
        <translation>Carbon Footprint 样式</translation>
    </message>
    <message>
        <location filename="../algorithms/layers.py"/>
        <source>{file} exists and is not a GeoPackage; choose another name.</source>
        <translation>{file} 已存在且不是 GeoPackage；请另选名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>LISA clusters</source>
        <translation>LISA 集聚</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>Maps local Moran clusters and outliers of a field in every year.</source>
        <translation>绘制字段逐年的局部莫兰集聚与异常区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>LISA, local Moran, hotspot, cluster, outlier, GeoDa, esda</source>
        <translation>局部空间自相关, 局部莫兰, 热点, 集聚, 异常值, LISA, Moran, GeoDa, esda</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>High-High and Low-Low are clusters, Low-High and High-Low are outliers among their neighbours; z are deviations from the mean of the year, high means above it. esda computes I; significance comes from conditional permutation: the value of a region stays, its neighbours are drawn from the others.</source>
        <translation>高-高和低-低为集聚，低-高和高-低为邻域中的异常区域；z 为对当年均值的离差，“高”指高于均值。I 由 esda 计算；显著性由条件置换检验得到：区域自身的值不变，其邻居从其余区域中抽取。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>Only clusters with p, corrected as chosen, at or below alpha are named; the quadrant of every region is in lisa_quadrant, the raw p in lisa_p, and the p adjusted for the false discovery rate in lisa_p_fdr. Regions without neighbours and without data are classes of their own and take no part in a correction.</source>
        <translation>只有 p（按所选方法校正后）小于或等于 alpha 的集聚才予以标注；每个区域的象限见 lisa_quadrant，原始 p 见 lisa_p，按错误发现率校正的 p 见 lisa_p_fdr。无邻接和无数据的区域各自成类，不参与校正。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>Reference: Anselin (1995), Geographical Analysis 27.</source>
        <translation>参考文献：Anselin（1995），Geographical Analysis 27。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>Numeric field.</source>
        <translation>数值字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>Clusters with a p above it, corrected as chosen, are not significant.</source>
        <translation>p（按所选方法校正后）大于此值的集聚为不显著。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>&lt;b&gt;none&lt;/b&gt;: raw p, as GeoDa. &lt;b&gt;fdr&lt;/b&gt;: Benjamini-Hochberg. &lt;b&gt;bonferroni&lt;/b&gt;.</source>
        <translation>&lt;b&gt;none&lt;/b&gt;：原始 p 值，同 GeoDa。&lt;b&gt;fdr&lt;/b&gt;：Benjamini-Hochberg 校正。&lt;b&gt;bonferroni&lt;/b&gt;：Bonferroni 校正。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>The input with lisa_i, lisa_lag, lisa_p, lisa_p_fdr, lisa_quadrant, lisa_cluster, neighbours and the standard scores lisa_z and lisa_lag_z; styled by cluster.</source>
        <translation>输入图层加上 lisa_i、lisa_lag、lisa_p、lisa_p_fdr、lisa_quadrant、lisa_cluster、neighbours，以及标准化得分 lisa_z 和 lisa_lag_z；按集聚类型设色。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>High-High regions in the last year</source>
        <translation>末年高-高区域数</translation>
    </message>
    <message>
        <location filename="../algorithms/lisaclusters.py"/>
        <source>Low-Low regions in the last year</source>
        <translation>末年低-低区域数</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>LISA transitions</source>
        <translation>LISA 时空跃迁</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Follows regions between the quadrants of local Moran from year to year.</source>
        <translation>追踪各区域逐年在局部莫兰象限之间的跃迁。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>LISA, transition, Markov, Rey, flow, cohesion, time path, tortuosity, giddy</source>
        <translation>LISA, 时空跃迁, 马尔可夫, 时空流动, 时空凝聚, 时间路径, 弯曲度, Rey, giddy</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Each region has a quadrant of the Moran scatter plot in each year: H or L, above its mean or not, the region first, its neighbours second. A transition is the pair of its quadrants in two years, a type after Rey (2001) is what moved:</source>
        <translation>每个区域每年在莫兰散点图中都有一个象限：H 为高于均值，L 为不高于均值，先写区域自身，后写其邻域。跃迁即它在两个年份的象限，类型（Rey 2001）说明发生变化的是哪一方：</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>nothing</source>
        <translation>均未变化</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>the region alone, for example HH to LH</source>
        <translation>仅区域自身变化，例如 HH 变为 LH</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>its neighbours alone, for example HH to HL</source>
        <translation>仅邻域变化，例如 HH 变为 HL</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>both, the same way: HH to LL, LL to HH</source>
        <translation>自身与邻域同向变化：HH 变为 LL，LL 变为 HH</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>both, opposite ways: HL to LH, LH to HL</source>
        <translation>自身与邻域反向变化：HL 变为 LH，LH 变为 HL</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Spatio-temporal flow SF and cohesion SC follow from the counts of the types; m are all transitions with a type. Their names, and the number of the type 0 (also IV), vary between papers: compare the formulae.</source>
        <translation>时空流动 SF 与时空凝聚 SC 由各类型的数目得出，m 为有类型的全部跃迁。各文献的名称以及类型 0 的编号（也作 IV）并不一致，请核对公式。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>move_type is numbered 1 to 16 as in giddy&apos;s LISA_Markov: 4&amp;middot;(q&lt;sub&gt;from&lt;/sub&gt; &amp;minus; 1) + q&lt;sub&gt;to&lt;/sub&gt; with HH 1, LH 2, LL 3, HL 4. Significant are ends whose p by conditional permutation is at or below alpha: from_p and to_p; with fdr from_p_fdr and to_p_fdr; with bonferroni from_p and to_p times the number of regions tested in the year (giddy uses a normal approximation of one tail, so that its significant moves differ). Weights are built once, for all years.</source>
        <translation>move_type 按 giddy 的 LISA_Markov 编号为 1 至 16：4&amp;middot;(q&lt;sub&gt;from&lt;/sub&gt; &amp;minus; 1) + q&lt;sub&gt;to&lt;/sub&gt;，其中 HH 为 1，LH 为 2，LL 为 3，HL 为 4。条件置换检验的 p 不大于 alpha 的一端为显著：取 from_p 和 to_p；选 fdr 时取 from_p_fdr 和 to_p_fdr；选 bonferroni 时取 from_p 和 to_p 乘以当年检验的区域数（giddy 用单侧的正态近似，因此其显著跃迁有所不同）。权重只建立一次，各年通用。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>A LISA time path joins a region&apos;s places (z, mean z of its neighbours) in the Moran scatter plots of all years; z are standard scores of the year (ddof 0), d the distance between two places:</source>
        <translation>LISA 时间路径连接一个区域各年在莫兰散点图中的位置（z，邻域 z 的均值）；z 为当年的标准分数（总体标准差，ddof 0），d 为两个位置之间的距离：</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>A region without a value or a neighbour in one of two years has no type (NULL) in that pair, and no path: lengths over fewer steps would not compare.</source>
        <translation>区域在两个年份之一没有数值或没有邻域时，该年份对没有类型（NULL），也没有路径：步数较少的长度不可比较。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>References: Rey (2001), Geographical Analysis 33; Rey &amp;amp; Ye (2010), Progress in Spatial Analysis; Rey, Murray &amp;amp; Anselin (2011).</source>
        <translation>参考文献：Rey（2001），Geographical Analysis 33；Rey &amp;amp; Ye（2010），Progress in Spatial Analysis；Rey、Murray &amp;amp; Anselin（2011）。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Ends with a p above it, corrected as chosen, are not significant.</source>
        <translation>p（按所选方法校正后）大于此值的一端为不显著。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Only between significant ends</source>
        <translation>仅限两端均显著的跃迁</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>A transition has a type, and is counted in the matrix of the quadrants, in flow and in cohesion, only if both its ends are significant. The matrix of the clusters has a class for the others.</source>
        <translation>只有两端均显著的跃迁才有类型，并计入象限矩阵、时空流动和时空凝聚。集聚类型矩阵中另有一类表示不显著的一端。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>One feature for each region and pair, with the polygon and fields of the later year: region, year (the later one), year_from, year_to, from_quadrant, to_quadrant, from_cluster, to_cluster, move, move_type, rey_type, significant (both, start, end, none), from_p and to_p (raw), from_p_fdr and to_p_fdr (adjusted for the false discovery rate); styled by rey_type.</source>
        <translation>每个区域和年份对一个要素，取后一年的多边形和字段：region、year（后一年）、year_from、year_to、from_quadrant、to_quadrant、from_cluster、to_cluster、move、move_type、rey_type、significant（both 两端，start 前端，end 后端，none 均不）、from_p 和 to_p（原始值）、from_p_fdr 和 to_p_fdr（按错误发现率校正）；按 rey_type 设置样式。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Transition matrices</source>
        <translation>跃迁矩阵</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Table: kind (quadrants, or clusters with Not significant), scope (pair or pooled), years, from_state, to_state, count, probability (share of the row, NULL where it is empty). Pooled are the pairs that hold no other pair, of all pairs the consecutive ones.</source>
        <translation>表：kind（quadrants 象限，或含不显著类的 clusters 集聚类型）、scope（pair 单个年份对，或 pooled 合并）、年份、from_state、to_state、count、probability（占所在行的比例，空行为 NULL）。合并的是不含其他年份对的年份对；选择 all 时即相邻年份对。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Flow and cohesion</source>
        <translation>时空流动与时空凝聚</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Table: number of each type in each pair of years and pooled, m, left_out, flow, cohesion.</source>
        <translation>表：各年份对及合并后每种类型的数目、m、left_out（未计入）、flow（流动）、cohesion（凝聚）。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>LISA time paths</source>
        <translation>LISA 时间路径</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>One feature for each region, with the polygon and fields of its last year: years, path_length, relative_length (1 is the mean), tortuosity (NULL where the path ends at its beginning), direction_deg of the net move (counter-clockwise, 0 the region rises, 90 its neighbours), direction in words, moves (changes of the quadrant), path (places as text); over all years with data, styled by relative_length.</source>
        <translation>每个区域一个要素，取其末年的多边形和字段：years（年数）、path_length（路径长度）、relative_length（相对长度，1 为平均）、tortuosity（弯曲度，终点与起点重合时为 NULL）、direction_deg（净移动的方向，逆时针，0 为自身上升，90 为邻域上升）、direction（方向的文字说明）、moves（象限变化次数）、path（各位置的文本）；涵盖所有有数据的年份，按 relative_length 设置样式。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Charts of the transitions</source>
        <translation>跃迁图表</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Page with the matrices, the types by pair of years, and the time paths.</source>
        <translation>网页，含跃迁矩阵、各年份对的类型和时间路径。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Spatio-temporal flow, pooled</source>
        <translation>时空流动，合并</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Spatio-temporal cohesion, pooled</source>
        <translation>时空凝聚，合并</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Transitions with a type, pooled</source>
        <translation>有类型的跃迁数，合并</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Of {m} transitions with a type, pooled over {pairs} pairs of years: flow (I + II) / m = {flow}, cohesion (0 + IIIA) / m = {cohesion}.</source>
        <translation>合并 {pairs} 个年份对，有类型的跃迁共 {m} 次：时空流动 (I + II) / m = {flow}，时空凝聚 (0 + IIIA) / m = {cohesion}。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>What moved, by pair of years</source>
        <translation>各年份对的跃迁类型</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Transition matrices, pooled</source>
        <translation>跃迁矩阵（合并）</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Share of the row, and below it the number of transitions. H is above the mean of the year, L not; the region first, its neighbours second.</source>
        <translation>单元格为占所在行的比例，其下为跃迁次数。H 为高于当年均值，L 为不高于；先写区域自身，后写其邻域。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Long paths belong to regions that change much against the mean of all, or whose neighbours do. Below, the longest ones; the ring is the first year, the disc the last.</source>
        <translation>路径长，说明区域自身或其邻域相对于总体均值变化大。下图为最长的几条路径：空心圆为首年，实心圆为末年。</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Transitions</source>
        <translation>跃迁数</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Left out</source>
        <translation>未计入</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Flow</source>
        <translation>时空流动</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Cohesion</source>
        <translation>时空凝聚</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>pooled</source>
        <translation>合并</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Relative length</source>
        <translation>相对长度</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Tortuosity</source>
        <translation>弯曲度</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Direction (°)</source>
        <translation>方向（°）</translation>
    </message>
    <message>
        <location filename="../algorithms/lisatransitions.py"/>
        <source>Changes of quadrant</source>
        <translation>象限变化次数</translation>
    </message>
    <message>
        <location filename="../algorithms/maps.py"/>
        <source>MAP_FORM animation needs the Python package Pillow, which comes with matplotlib; install it, or choose multiples.</source>
        <translation>MAP_FORM 选 animation 需要 Python 软件包 Pillow（随 matplotlib 一同安装）；请安装它，或选择 multiples。</translation>
    </message>
    <message>
        <location filename="../algorithms/maps.py"/>
        <source>{file} could not be written; check the folder and its rights.</source>
        <translation>{file} 无法写入；请检查文件夹及其权限。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>model, chain, workflow, study, example</source>
        <translation>模型, 流程, 工作流, 研究, 示例</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Sink only</source>
        <translation>仅碳汇</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Runs land cover and regions through to a styled layer of carbon sinks.</source>
        <translation>由土地覆盖和区域得到带样式的碳汇图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>One step, Carbon sink of forest and grassland, as the beginning of a model of your own: add what is to come after it.</source>
        <translation>只有一步,即森林和草地碳汇,作为您自己模型的起点:在其后添加所需步骤。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Emissions only</source>
        <translation>仅排放</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Runs energy tables through to CO2 emissions by region, year and fuel.</source>
        <translation>由能源表得到按区域、年份和燃料划分的二氧化碳排放量。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Import energy tables, then Industrial emissions, in t CO&lt;sub&gt;2&lt;/sub&gt;. The tidy energy table between them is temporary.</source>
        <translation>先导入能源表,再计算工业排放,单位 t CO&lt;sub&gt;2&lt;/sub&gt;。二者之间的整洁能源表是临时的。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Footprint from ready tables</source>
        <translation>由现成表格计算足迹</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Joins tables of sinks and emissions to regions and maps footprint and zones.</source>
        <translation>将碳汇表和排放表连接到区域,并绘制足迹和分区。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>For a study whose sinks (sink_tc in t C, forest_ha and grass_ha in ha) and emissions (ice_tco2 in t CO&lt;sub&gt;2&lt;/sub&gt;) are there as tables or layers, from the tools or from elsewhere: Join tables to regions, Three-dimensional footprint, Quadrants of size and depth. With a table of population there are fields per head, too.</source>
        <translation>适用于碳汇(sink_tc,单位 t C;forest_ha 和 grass_ha,单位 ha)和排放(ice_tco2,单位 t CO&lt;sub&gt;2&lt;/sub&gt;)已有表格或图层的研究,无论来自这些工具还是其他来源:依次为连接表格到区域、三维足迹、规模与深度象限。若有人口表,还会给出人均字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Tables of sinks, emissions and population</source>
        <translation>碳汇、排放和人口表</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Full study by single tools</source>
        <translation>由单个工具完成的完整研究</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Runs land cover, energy and population through to footprint, clusters and zones.</source>
        <translation>由土地覆盖、能源和人口得到足迹、聚类和分区。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>The steps of Full analysis as single tools, with the same numbers, to be changed in the model designer: put in a cleaning of the tables, other weights, or statistics of your own. METHOD as_printed takes the printed formulae of the emissions as well. Full analysis adds maps, a page, and both methods side by side.</source>
        <translation>以单个工具完成“完整分析”的各个步骤,数值相同,可在模型设计器中修改:加入表格清洗、其他权重或您自己的统计。METHOD 取 as_printed 时,排放也采用论文印刷的公式。“完整分析”另外给出地图、网页以及两种方法的并列比较。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Clusters of size</source>
        <translation>足迹广度局部空间自相关</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Clusters of depth</source>
        <translation>足迹深度局部空间自相关</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>LISA study of any panel</source>
        <translation>任意面板数据的 LISA 研究</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>Follows global and local Moran&apos;s I of any field through the years.</source>
        <translation>逐年跟踪任意字段的全局和局部莫兰指数。</translation>
    </message>
    <message>
        <location filename="../algorithms/models.py"/>
        <source>For polygons with any numeric field, one feature for each region and year, two years or more: Global Moran&apos;s I, LISA clusters and LISA transitions, with the same neighbours.</source>
        <translation>适用于带任意数值字段的多边形,每个区域每年一个要素,至少两年:全局莫兰指数、LISA 聚类和 LISA 转移,采用相同的邻接关系。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Polygons of the regions (provinces, cities, counties). Features with the same name are one region. A selection is respected.</source>
        <translation>区域多边形（省、市、县、乡镇）。同名要素视为一个区域。可只处理选中的要素。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Field with the region names</source>
        <translation>区域名称字段</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Name or code of each region. It stays as it is in the field region of the output.</source>
        <translation>各区域的名称或代码。在输出的 region 字段中保持原样。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Names that match nothing</source>
        <translation>未匹配的名称</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Regions and table rows without a partner are always listed, with the nearest names. &lt;i&gt;warn&lt;/i&gt; goes on without them, &lt;i&gt;stop&lt;/i&gt; ends the run.</source>
        <translation>没有对应项的区域和表行总会列出，并附上最接近的名称。&lt;i&gt;warn&lt;/i&gt; 舍去它们继续运行，&lt;i&gt;stop&lt;/i&gt; 终止运行。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Land cover rasters, one for each year</source>
        <translation>土地覆被栅格，每年一个</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Class codes in any CRS that GDAL reads; several files of one year go in as a VRT. The year is taken from the file name.</source>
        <translation>GDAL 可读的任意坐标参考系的类别代码；同一年的多个文件请合成为 VRT。年份取自文件名。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;clcd&lt;/b&gt;: Yang &amp;amp; Huang&apos;s annual China Land Cover (2 forest, 4 grassland; shrub 3 and wetland 9 carry no sink). &lt;b&gt;igbp&lt;/b&gt;: MODIS MCD12, see the note on forest above. &lt;b&gt;esa_worldcover&lt;/b&gt;, &lt;b&gt;esa_cci&lt;/b&gt;, &lt;b&gt;globeland30&lt;/b&gt;. &lt;b&gt;custom&lt;/b&gt;: the legend table alone.</source>
        <translation>&lt;b&gt;clcd&lt;/b&gt;：Yang &amp;amp; Huang 的中国年度土地覆被数据集（2 森林，4 草地；灌木 3 和湿地 9 不计碳汇）。&lt;b&gt;igbp&lt;/b&gt;：MODIS MCD12，参见上文关于森林的说明。&lt;b&gt;esa_worldcover&lt;/b&gt;、&lt;b&gt;esa_cci&lt;/b&gt;、&lt;b&gt;globeland30&lt;/b&gt;。&lt;b&gt;custom&lt;/b&gt;：只用分类表。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Legend table</source>
        <translation>分类表</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Table with the fields class (code), class_name and category (forest, grass or none). It replaces the legend for &lt;i&gt;custom&lt;/i&gt; and changes or adds single classes of the others.</source>
        <translation>含字段 class（代码）、class_name 和 category（forest、grass 或 none）的表。取 &lt;i&gt;custom&lt;/i&gt; 时代替分类体系，否则更改或补充其中的个别类别。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Codes counted as forest</source>
        <translation>计为森林的代码</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>For example &lt;code&gt;1,2,3,4,5,8&lt;/code&gt;. Empty: as the legend says.</source>
        <translation>例如 &lt;code&gt;1,2,3,4,5,8&lt;/code&gt;。留空：按分类体系。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Codes counted as grassland</source>
        <translation>计为草地的代码</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>For example &lt;code&gt;9,10&lt;/code&gt;. Empty: as the legend says.</source>
        <translation>例如 &lt;code&gt;9,10&lt;/code&gt;。留空：按分类体系。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Pattern of the year in the file names</source>
        <translation>文件名中的年份模式</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Regular expression whose first group is the year. The default finds 2020 in CLCD_v01_2020_albert.tif and 2019 in MCD12C1.A2019001.006.tif.</source>
        <translation>正则表达式，第一个组为年份。默认模式可从 CLCD_v01_2020_albert.tif 中找到 2020，从 MCD12C1.A2019001.006.tif 中找到 2019。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Band</source>
        <translation>波段</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Band with the class codes.</source>
        <translation>存放类别代码的波段。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>No-data value</source>
        <translation>无数据值</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Code that means no data. Empty: what the raster declares.</source>
        <translation>表示无数据的代码。留空：按栅格自身的声明。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Threads that count</source>
        <translation>计数线程数</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>0: as many as there are processors. The result does not depend on it.</source>
        <translation>0：与处理器数相同。结果与线程数无关。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Memory for counting (MB)</source>
        <translation>计数所用内存（MB）</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>What the threads may take together, whatever the size of the rasters.</source>
        <translation>所有线程合计可用的内存，与栅格大小无关。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Folder for resuming a run that was stopped</source>
        <translation>用于续算中断任务的文件夹</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Every year that was counted is recorded here until the run has ended well. A run that was stopped or killed, and is started again, counts only the other years, with the same result. Empty: a folder in the user&apos;s cache.</source>
        <translation>每个已完成计数的年份都记录在此，直到整个任务正常结束。被停止或终止的任务重新启动后，只计算其余年份，结果相同。留空：使用用户缓存中的文件夹。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Address of a Dask scheduler</source>
        <translation>Dask 调度器地址</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>For example &lt;code&gt;tcp://10.0.0.1:8786&lt;/code&gt;. The workers of this cluster count in place of this machine. They need this plugin, and the rasters under the same paths. Empty: this machine counts.</source>
        <translation>例如 &lt;code&gt;tcp://10.0.0.1:8786&lt;/code&gt;。由该集群的工作进程代替本机计数；它们需要安装本插件，并能以相同路径读取栅格。留空：由本机计数。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>The area of a cell is its area on the ellipsoid (geographic rasters), or its map area divided by the areal scale of the projection. A cell belongs to the region that holds its centre. Built-up and industrial land carry no sink. Codes that the legend lacks are reported with their area, never dropped. </source>
        <translation>像元面积取其在椭球面上的面积（地理坐标栅格），或图上面积除以投影的面积比。像元归属于其中心所在的区域。建设用地和工业用地不计碳汇。分类体系中没有的代码连同其面积一并报告，绝不丢弃。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Which MODIS IGBP classes count as forest: the forests 1-5 (canopy above 60 %) and woody savanna 8 (30-60 %), because China counts land as forest from a canopy of 20 %; savanna 9 (10-30 %) lies on both sides of that line and is in no category. Classes 1-5 alone are 0.91 million km2 of China in 2019, with class 8 1.81, in the national inventory 2.20. Change it with the codes counted as forest.</source>
        <translation>MODIS IGBP 中哪些类别计为森林：森林 1-5（郁闭度 60% 以上）和多树稀树草原 8（30-60%），因为中国以郁闭度 20% 作为森林的界限；稀树草原 9（10-30%）跨在界限两侧，不归入任何类。2019 年中国 1-5 类合计仅 91 万 km2，加上第 8 类为 181 万 km2，全国森林清查为 220 万 km2。可通过“计为森林的代码”更改。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>No land cover raster could be opened; check the file names.</source>
        <translation>没有一个土地覆被栅格可以打开；请检查文件名。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>{layer} is not a raster that GDAL reads (provider {provider}); export it to GeoTIFF.</source>
        <translation>{layer} 不是 GDAL 读取的栅格（数据提供者 {provider}）；请导出为 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>{name}: {text} is not a list of class codes; write for example 1,2,3.</source>
        <translation>{name}：{text} 不是类别代码列表；请写成例如 1,2,3。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Carbon sequestration (NEP)</source>
        <translation>固碳能力（NEP）</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Land</source>
        <translation>土地</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>t C per ha and year</source>
        <translation>t C/(ha·年)</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Net ecosystem production of forest and grassland in t C ha&lt;sup&gt;-1&lt;/sup&gt; a&lt;sup&gt;-1&lt;/sup&gt;. Defaults: 3.8096 and 0.9482 (Xie et al. 2008, as in Zuo &amp;amp; Zhao 2025). They are high: a provincial inventory found 1.06 and 0.055. All results hang on them.</source>
        <translation>森林和草地的净生态系统生产力，单位 t C ha&lt;sup&gt;-1&lt;/sup&gt; a&lt;sup&gt;-1&lt;/sup&gt;。默认值：3.8096 和 0.9482（谢鸿宇等 2008，Zuo &amp;amp; Zhao 2025 采用）。该值偏高：某省清单得到 1.06 和 0.055。所有结果都取决于它们。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Yield or equivalence factors</source>
        <translation>产量因子或均衡因子</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Table with region, yield_forest, yield_grass and optionally year: the region&apos;s productivity divided by the national one. Regions that it lacks get 1.</source>
        <translation>含 region、yield_forest、yield_grass 以及可选 year 的表：区域生产力除以全国生产力。表中没有的区域取 1。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>SEQUESTRATION must have the rows forest and grass with a number each, for example forest,3.8096,grass,0.9482.</source>
        <translation>SEQUESTRATION 必须含 forest 和 grass 两行，各有一个数值，例如 forest,3.8096,grass,0.9482。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Layout of the energy tables</source>
        <translation>能源表的格式</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;long&lt;/b&gt;: region, year, fuel, amount, unit; or region, fuel, unit and a column for each year. &lt;b&gt;wide&lt;/b&gt;: region, year and a column for each fuel. &lt;b&gt;ceads&lt;/b&gt;: provincial energy inventories as published, one sheet for each province. &lt;b&gt;yearbook&lt;/b&gt;: balance tables of the China Energy Statistical Yearbook, one file or sheet for each province and year. &lt;b&gt;auto&lt;/b&gt; looks and says what it found.</source>
        <translation>&lt;b&gt;long&lt;/b&gt;：地区、年份、燃料、数量、单位；或地区、燃料、单位，每年一列。&lt;b&gt;wide&lt;/b&gt;：地区、年份，每种燃料一列。&lt;b&gt;ceads&lt;/b&gt;：按发布原样的省级能源清单，每省一个工作表。&lt;b&gt;yearbook&lt;/b&gt;：《中国能源统计年鉴》的能源平衡表，每省每年一个文件或工作表。&lt;b&gt;auto&lt;/b&gt; 自动判断并说明结果。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Rows of inventories and balance tables</source>
        <translation>清单和平衡表取哪些行</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;industry&lt;/b&gt;: the 40 industrial sectors of terminal consumption, or the row 2.工业 (Industry). &lt;b&gt;total_final&lt;/b&gt;: the row Total Final Consumption (四.终端消费量).</source>
        <translation>&lt;b&gt;industry&lt;/b&gt;：终端消费的 40 个工业行业，或“2.工业”行。&lt;b&gt;total_final&lt;/b&gt;：终端消费量合计行（四.终端消费量）。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Units of a table that names none</source>
        <translation>未注明单位的表所用单位</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;ceads&lt;/b&gt;: 10&lt;sup&gt;4&lt;/sup&gt; t for solids and liquids, 10&lt;sup&gt;8&lt;/sup&gt; m&lt;sup&gt;3&lt;/sup&gt; for gases, 10&lt;sup&gt;10&lt;/sup&gt; kJ for heat, 10&lt;sup&gt;8&lt;/sup&gt; kWh for electricity. Or one unit for all, for example t or 10^4 tce. Empty: a wide table is read in the units of CEADs, which the log says; a long one must name its units. A unit of a single fuel goes before a misprinted one, for example natural_gas=10^8 m3; other_gas=10^8 m3.</source>
        <translation>&lt;b&gt;ceads&lt;/b&gt;：固体和液体为 10&lt;sup&gt;4&lt;/sup&gt; t，气体为 10&lt;sup&gt;8&lt;/sup&gt; m&lt;sup&gt;3&lt;/sup&gt;，热力为 10&lt;sup&gt;10&lt;/sup&gt; kJ，电力为 10&lt;sup&gt;8&lt;/sup&gt; kWh。或者所有燃料用同一单位，例如 t 或 10^4 tce。留空：宽表按 CEADs 单位读取，日志会说明；长表必须写明单位。单个燃料的单位优先于印错的单位，例如 natural_gas=10^8 m3; other_gas=10^8 m3。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Own names of fuels</source>
        <translation>自定义燃料名称</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Table with name (as the energy tables write it) and fuel (raw_coal, natural_gas and so on, or any name that is known); it adds to the names that are known.</source>
        <translation>含 name（能源表中的写法）和 fuel（raw_coal、natural_gas 等，或任何已知名称）两列的表；补充已知的名称。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;provincial_guideline_2011&lt;/b&gt;: heat values of GB/T 2589-2008 with carbon contents of the 2011 provincial guideline. &lt;b&gt;ipcc_2006&lt;/b&gt;: the same heat values with IPCC 2006 defaults. &lt;b&gt;zuo_zhao_2025&lt;/b&gt;: the eight printed values, the others from the first set. t CO&lt;sub&gt;2&lt;/sub&gt; per t or per 1000 m&lt;sup&gt;3&lt;/sup&gt;.</source>
        <translation>&lt;b&gt;provincial_guideline_2011&lt;/b&gt;：GB/T 2589-2008 的热值与 2011 年《省级温室气体清单编制指南》的含碳量。&lt;b&gt;ipcc_2006&lt;/b&gt;：同样的热值与 IPCC 2006 缺省值。&lt;b&gt;zuo_zhao_2025&lt;/b&gt;：论文印出的八个值，其余取自第一套。单位：每 t 或每 1000 m&lt;sup&gt;3&lt;/sup&gt; 燃料的 t CO&lt;sub&gt;2&lt;/sub&gt;。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Own emission factors</source>
        <translation>自定义排放因子</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Table with fuel and ef_tco2 (t CO&lt;sub&gt;2&lt;/sub&gt; per t or per 1000 m&lt;sup&gt;3&lt;/sup&gt;), optionally standard_coal_tce; it replaces the set fuel by fuel.</source>
        <translation>含 fuel 和 ef_tco2（每 t 或每 1000 m&lt;sup&gt;3&lt;/sup&gt; 的 t CO&lt;sub&gt;2&lt;/sub&gt;）以及可选 standard_coal_tce 的表；逐种燃料替换所选因子。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;physical&lt;/b&gt;: sum(Q&amp;middot;EF), amounts in tonnes or cubic metres. &lt;b&gt;standard_coal&lt;/b&gt;: sum(Q&amp;middot;EF/S), amounts in tonnes of standard coal.</source>
        <translation>&lt;b&gt;physical&lt;/b&gt;：sum(Q&amp;middot;EF)，消费量以吨或立方米计。&lt;b&gt;standard_coal&lt;/b&gt;：sum(Q&amp;middot;EF/S)，消费量以吨标准煤计。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;as_printed&lt;/b&gt;: sum(Q&amp;middot;S&amp;middot;D) with the paper&apos;s coefficients, to reproduce the paper only.</source>
        <translation>&lt;b&gt;as_printed&lt;/b&gt;：sum(Q&amp;middot;S&amp;middot;D)，采用论文系数，仅用于复现论文。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Emission formula</source>
        <translation>碳排放公式</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Formulae</source>
        <translation>公式</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;consistent&lt;/b&gt;: emissions are converted to carbon before they are divided by the sink. &lt;b&gt;as_printed&lt;/b&gt;: the formulae exactly as printed, which divide t CO&lt;sub&gt;2&lt;/sub&gt; by t C; to reproduce the paper only.</source>
        <translation>&lt;b&gt;consistent&lt;/b&gt;：碳排放先折算为碳，再除以碳汇能力。&lt;b&gt;as_printed&lt;/b&gt;：完全按印刷公式，以 t CO&lt;sub&gt;2&lt;/sub&gt; 除以 t C；仅用于复现论文。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Mean NEP</source>
        <translation>平均 NEP</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>How carbon becomes area. &lt;b&gt;regional&lt;/b&gt;: each region&apos;s own mean, capacity equals its area of forest and grassland. &lt;b&gt;carbon_share&lt;/b&gt;: 1/&amp;Sigma;(P/NEP), one constant, for comparing sizes between regions. &lt;b&gt;as_printed_arithmetic&lt;/b&gt;: &amp;Sigma;(P&amp;middot;NEP). The depth is the same with all of them.</source>
        <translation>碳如何折算为面积。&lt;b&gt;regional&lt;/b&gt;：各区域自身的均值，承载力等于其森林与草地面积。&lt;b&gt;carbon_share&lt;/b&gt;：1/&amp;Sigma;(P/NEP)，统一常数，用于区域间足迹广度的比较。&lt;b&gt;as_printed_arithmetic&lt;/b&gt;：&amp;Sigma;(P&amp;middot;NEP)。三种取法的足迹深度相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Share of forest in the carbon uptake</source>
        <translation>森林占碳吸收的份额</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>For carbon_share and as_printed. The paper does not print it; 0.8272 is usual in the literature after Xie et al. (2008).</source>
        <translation>用于 carbon_share 和 as_printed。论文未给出；文献中在谢鸿宇等（2008）之后通常取 0.8272。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Share of grassland in the carbon uptake</source>
        <translation>草地占碳吸收的份额</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>For carbon_share and as_printed; usually 0.1728.</source>
        <translation>用于 carbon_share 和 as_printed；通常取 0.1728。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Classes of depth</source>
        <translation>足迹深度分级</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>The first class is always depth 1, within the annual flow; the four others are &lt;b&gt;natural&lt;/b&gt; breaks of depth, or natural breaks of its logarithm (&lt;b&gt;natural_log&lt;/b&gt;), which one very deep region does not distort. &lt;b&gt;auto&lt;/b&gt; takes the logarithm where the deepest region is more than 20 times as deep as the median of the overloaded ones. Common to all years.</source>
        <translation>第一级固定为深度 1，即年流量以内；其余四级按深度的自然断点划分（&lt;b&gt;natural&lt;/b&gt;），或按其对数的自然断点划分（&lt;b&gt;natural_log&lt;/b&gt;），后者不受个别极深区域的影响。最深区域超过超载区域中位数的 20 倍时，&lt;b&gt;auto&lt;/b&gt; 采用对数。各年份统一分级。</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>Years without land cover</source>
        <translation>缺少土地覆被的年份</translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py"/>
        <source>&lt;b&gt;nearest&lt;/b&gt;: the land cover of the nearest year. &lt;b&gt;exact&lt;/b&gt;: years without land cover stay empty. &lt;b&gt;interpolate&lt;/b&gt;: areas between two years, linearly. The field landcover_year says what was used.</source>
        <translation>&lt;b&gt;nearest&lt;/b&gt;：取最近年份的土地覆被。&lt;b&gt;exact&lt;/b&gt;：没有土地覆被的年份留空。&lt;b&gt;interpolate&lt;/b&gt;：在两个年份之间对面积作线性插值。字段 landcover_year 记录所用年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/provenance.py"/>
        <source>selected features</source>
        <translation>仅选中的要素</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Quadrants of size and depth</source>
        <translation>足迹广度与深度象限分区</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Sorts regions into core, critical, observation and buffer zones.</source>
        <translation>将区域划分为核心区、临界区、观察区和缓冲区。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>quadrants, zones, core, critical, observation, buffer, z-score</source>
        <translation>象限, 分区, 核心区, 临界区, 观察区, 缓冲区, 标准化, quadrants, z-score</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Compares the size and the depth of the footprint of each region with the other regions of the same year, by z-scores (mean 0, standard deviation of the population).</source>
        <translation>将各区域的足迹广度和深度与同年其他区域比较，采用 z 得分（均值 0，总体标准差）。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Depth is skewed: one very deep region lifts the mean and moderately overloaded regions fall below it. THRESHOLD median cuts at the medians instead; fixed cuts depth at 1 (overloaded or not) or at the values given. The paper does not say whether it took total size or size per head; total is the default, choose size_pc_ha for the other.</source>
        <translation>足迹深度呈偏态：一个极深的区域会抬高均值，使中度超载的区域落到均值以下。THRESHOLD 取 median 时以中位数划分；取 fixed 时以深度 1（是否超载）或给定值划分。论文未说明采用总足迹广度还是人均足迹广度；默认为总量，如需人均请选 size_pc_ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>References: Zuo &amp;amp; Zhao (2025), Arid Zone Research 42(9); Chen, Lu &amp;amp; Zha (2009).</source>
        <translation>参考文献：Zuo &amp;amp; Zhao（2025），《干旱区研究》42(9)；Chen, Lu &amp;amp; Zha（2009）。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Footprint size</source>
        <translation>足迹广度</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>size_ha for the total, size_pc_ha per head.</source>
        <translation>总量用 size_ha，人均用 size_pc_ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Footprint depth</source>
        <translation>足迹深度</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Usually depth.</source>
        <translation>通常为 depth。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Quadrants</source>
        <translation>象限分区</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>The input with z_size, z_depth, quadrant (I to IV) and zone; styled by zone.</source>
        <translation>输入图层加上 z_size、z_depth、quadrant（I 至 IV）和 zone；按分区设色。</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Quadrant scatter plots</source>
        <translation>象限散点图</translation>
    </message>
    <message>
        <location filename="../algorithms/quadrants.py"/>
        <source>Page with a scatter plot by year; of more than six the first, the middle and the last.</source>
        <translation>网页：按年份的散点图；多于六个年份时只绘首年、中间年与末年。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>This tool needs the Python packages {packages}. Debian 13: apt install python3-esda; elsewhere: pip, as the README tells.</source>
        <translation>此工具需要 Python 包 {packages}。Debian 13：apt install python3-esda；其他系统：用 pip 安装，见 README。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Polygons, one feature for each region, or for each region and year.</source>
        <translation>多边形，每个区域一个要素，或每个区域每年一个要素。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Every year is computed by itself, with the same neighbours. Empty: the layer is one year.</source>
        <translation>各年份分别计算，邻接关系相同。留空：整个图层视为一个年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source} has no field {field}; all rows are taken as one region.</source>
        <translation>{source} 没有字段 {field}；所有行视为一个区域。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source} has no field {field}; all features are taken as one year.</source>
        <translation>{source} 没有字段 {field}；所有要素视为同一年。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source} has no years, and there is no change without; choose the year field.</source>
        <translation>{source} 没有年份，无法计算变化；请选择年份字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source}: {names} count here like any other region; if they are sums of the others, leave them out by a selection.</source>
        <translation>{source}：{names} 在此与其他区域一样参与计算；如果它们是其他区域的合计，请通过选择要素将其排除。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source}: rows of {names} are left out, because they are sums of the other regions; to study them alone, select them and run the tool on the selection.</source>
        <translation>{source}：{names} 的行已略去，因为它们是其他区域的合计；如需单独研究，请选中这些行，并仅对所选要素运行工具。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source> in {year}</source>
        <translation>（{year} 年）</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source}: {names} are spellings of one region{year}; keep one of its rows.</source>
        <translation>{source}：{names} 是同一区域的不同写法{year}；请只保留其中一行。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{source}: {region} occurs more than once{year}; choose the year field, or dissolve the layer first.</source>
        <translation>{source}：{region} 出现不止一次{year}；请选择年份字段，或先融合图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>each year with data and the next one</source>
        <translation>有数据的每一年与其下一年</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>every two years</source>
        <translation>任意两年</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>the first and the last</source>
        <translation>第一年与最后一年</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>those below</source>
        <translation>下面给出的年份对</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>{name}: {meaning}.</source>
        <translation>{name}：{meaning}。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Pairs of years, chosen</source>
        <translation>自选的年份对</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>For chosen, for example 2000-2005, 2005-2010.</source>
        <translation>用于 chosen，例如 2000-2005, 2005-2010。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>YEAR_PAIRS is not used, because PAIRS is {kind}.</source>
        <translation>未使用 YEAR_PAIRS，因为 PAIRS 为 {kind}。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Neighbours</source>
        <translation>空间权重</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>&lt;b&gt;queen&lt;/b&gt;: a common border or corner. &lt;b&gt;rook&lt;/b&gt;: a common border. &lt;b&gt;knn&lt;/b&gt;: the K nearest. &lt;b&gt;distance&lt;/b&gt;: all within a distance. &lt;b&gt;file&lt;/b&gt;: a .gal or .gwt file. Weights are row-standardised.</source>
        <translation>&lt;b&gt;queen&lt;/b&gt;：有公共边或公共顶点（Queen 邻接）。&lt;b&gt;rook&lt;/b&gt;：有公共边（Rook 邻接）。&lt;b&gt;knn&lt;/b&gt;：最近的 K 个。&lt;b&gt;distance&lt;/b&gt;：一定距离之内的全部区域。&lt;b&gt;file&lt;/b&gt;：.gal 或 .gwt 文件。权重作行标准化。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Regions without neighbours</source>
        <translation>无邻接区域</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>&lt;b&gt;nearest&lt;/b&gt;: joined to the nearest region (Hainan to Guangdong). &lt;b&gt;drop&lt;/b&gt;: left out. &lt;b&gt;keep&lt;/b&gt;: counted, without a result of their own.</source>
        <translation>&lt;b&gt;nearest&lt;/b&gt;：与最近的区域相连（海南连广东）。&lt;b&gt;drop&lt;/b&gt;：不参与计算。&lt;b&gt;keep&lt;/b&gt;：计入总数，但自身没有结果。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Number of nearest neighbours</source>
        <translation>最近邻数目</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>For knn.</source>
        <translation>用于 knn。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Distance (km)</source>
        <translation>距离（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>For distance, in kilometres between the regions&apos; points. Empty: the smallest at which every region has a neighbour.</source>
        <translation>用于 distance，区域代表点之间的距离，单位 km。留空：使每个区域都有邻居的最小距离。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Weights file</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>For file: .gal or .gwt of GeoDa or PySAL.</source>
        <translation>用于 file：GeoDa 或 PySAL 的 .gal 或 .gwt 文件。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Border tolerance (map units)</source>
        <translation>边界容差（地图单位）</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Borders nearer than this touch. Empty: derived from the polygons.</source>
        <translation>间距小于此值的边界视为相接。留空：由多边形推算。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Permutations</source>
        <translation>置换次数</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Random arrangements behind the p-value.</source>
        <translation>p 值所依据的随机排列数。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>The same seed gives the same result.</source>
        <translation>种子相同则结果相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Alternative</source>
        <translation>备择假设</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>&lt;b&gt;two-sided&lt;/b&gt;: either tail. &lt;b&gt;greater&lt;/b&gt;: only alike neighbours count. &lt;b&gt;less&lt;/b&gt;: only unlike ones. &lt;b&gt;directed&lt;/b&gt;: the folded one-tail p of esda and GeoDa, about half of the two-sided.</source>
        <translation>&lt;b&gt;two-sided&lt;/b&gt;：双侧。&lt;b&gt;greater&lt;/b&gt;：仅检验邻域相似（正相关）。&lt;b&gt;less&lt;/b&gt;：仅检验邻域相异（负相关）。&lt;b&gt;directed&lt;/b&gt;：esda 和 GeoDa 的折叠单侧 p 值，约为双侧的一半。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Threshold of the quadrants</source>
        <translation>象限分区阈值</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Where a year is cut: at the mean, at the median, or at fixed values.</source>
        <translation>每个年份的划分位置：均值、中位数或固定值。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Fixed threshold of size</source>
        <translation>足迹广度的固定阈值</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>For fixed, in the unit of the size field. Empty: the mean of the year.</source>
        <translation>用于 fixed，单位同足迹广度字段。留空：当年均值。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Fixed threshold of depth</source>
        <translation>足迹深度的固定阈值</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>For fixed; depths above it count as deep.</source>
        <translation>用于 fixed；深度大于此值视为高。</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Regions in quadrant {quadrant}, last year</source>
        <translation>象限 {quadrant} 的区域数，末年</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Expected</source>
        <translation>期望值</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>z</source>
        <translation>z</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>p (permutations)</source>
        <translation>p（置换检验）</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>p (normal)</source>
        <translation>p（正态近似）</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Permutations, 2.5 %</source>
        <translation>置换 2.5 % 分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Permutations, 97.5 %</source>
        <translation>置换 97.5 % 分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Ties</source>
        <translation>并列值</translation>
    </message>
    <message>
        <location filename="../algorithms/statistics.py"/>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{file} cannot be replaced ({why}); close its layers in QGIS and in other programs, or choose another file.</source>
        <translation>{file} 无法被替换（{why}）；请在 QGIS 和其他程序中关闭其图层，或选择其他文件。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{parameter}: the table {table} of {file} is an input and would be replaced; choose another file for the output, or rename the table.</source>
        <translation>{parameter}：{file} 中的表 {table} 是输入，将会被替换；请为输出选择其他文件，或重命名该表。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{file} has tables that the full analysis did not write and would replace: {tables}; choose another file, or rename them.</source>
        <translation>{file} 中有并非由“全流程分析”写入、但会被其替换的表：{tables}；请选择其他文件，或重命名这些表。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{file} has tables of an earlier run, which will be replaced: {tables}.</source>
        <translation>{file} 中有先前运行写入的表，将被替换：{tables}。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{file} is being edited; save and stop editing, or choose another name.</source>
        <translation>{file} 正在编辑；请保存并停止编辑，或另选文件名。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{file} could not be replaced ({why}); all layers of this run are in {kept}: open that, or close {file} and rename it.</source>
        <translation>{file} 无法被替换（{why}）；本次运行的所有图层保存在 {kept} 中：请打开该文件，或关闭 {file} 后将其重命名。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>Removed from {folder} the pictures of an earlier run: {files}.</source>
        <translation>已从 {folder} 中删除先前运行的图片：{files}。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_files.py"/>
        <source>{folder} holds pictures that are not of this run: {files}; remove them if they are of an earlier one.</source>
        <translation>{folder} 中有不属于本次运行的图片：{files}；如果它们来自先前的运行，请将其删除。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>{file} could not be written ({why}); is it open elsewhere?</source>
        <translation>{file} 无法写入（{why}）；是否已在别处打开？</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>The layers are in {geopackage}, but {file} could not be written ({why}); is it open elsewhere?</source>
        <translation>图层已写入 {geopackage}，但 {file} 无法写入（{why}）；它是否在别处打开？</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>{file} could not be written ({why}); make room there, or choose another folder.</source>
        <translation>{file} 无法写入（{why}）；请在该处腾出空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>The same classes in all years. Carbon Footprint {version}, method {method}, after Zuo &amp; Zhao (2025)</source>
        <translation>各年分级相同。Carbon Footprint {version}，方法 {method}，据 Zuo &amp; Zhao（2025）</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>In brackets the number of regions. Carbon Footprint {version}, method {method}, after Zuo &amp; Zhao (2025)</source>
        <translation>括号内为区域数。Carbon Footprint {version}，方法 {method}，据 Zuo &amp; Zhao（2025）</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>local Moran, alpha {alpha}, {n} permutations, seed {seed}</source>
        <translation>局部莫兰指数，alpha {alpha}，置换 {n} 次，随机种子 {seed}</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Times the annual sink that would be needed; natural breaks of its logarithm</source>
        <translation>所需年碳汇的倍数；按对数的自然断点分级</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Times the annual sink that would be needed; natural breaks</source>
        <translation>所需年碳汇的倍数；按自然断点分级</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Standard scores of size and depth, threshold: {threshold}</source>
        <translation>足迹广度与深度的标准化得分，阈值：{threshold}</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Footprint depth, {year}</source>
        <translation>{year} 年足迹深度</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Clusters of footprint size, {year}</source>
        <translation>{year} 年足迹广度的局部空间自相关（LISA）</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Clusters of footprint depth, {year}</source>
        <translation>{year} 年足迹深度的局部空间自相关（LISA）</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Quadrants of size and depth, {year}</source>
        <translation>{year} 年足迹广度与深度象限分区</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Maps</source>
        <translation>地图</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>The two methods side by side</source>
        <translation>两种方法对照</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Regions in the last year</source>
        <translation>末年各区域</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>None.</source>
        <translation>无。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Industrial carbon footprint in three dimensions</source>
        <translation>三维工业碳足迹</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>{regions} regions, {first} to {last}, layers in {file}</source>
        <translation>{regions} 个区域，{first} 至 {last} 年，图层见 {file}</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Only the maps of {year} are shown here, for all {count} would be too many for a page; MAP_FORM multiples or animation shows every year.</source>
        <translation>此处仅显示 {year} 年的地图，因为全部 {count} 幅对一个网页来说过多；MAP_FORM 选 multiples 或 animation 可显示每一年。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Emissions, t CO2</source>
        <translation>碳排放，t CO2</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Sink, t C</source>
        <translation>碳汇，t C</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Footprint ICF, ha</source>
        <translation>碳足迹 ICF，ha</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Capacity CEC, ha</source>
        <translation>碳生态承载力 CEC，ha</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Size, ha</source>
        <translation>足迹广度，ha</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Depth (Fang)</source>
        <translation>足迹深度（方恺法）</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Depth (naive)</source>
        <translation>足迹深度（简单加总）</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>The printed formulae multiply an emission factor that is already per tonne of fuel by the standard-coal coefficient, and divide tonnes of CO2 by tonnes of carbon. The first takes about 29 % off coal and adds about half to oil; the second makes every footprint 3.67 times as large in relation to the capacity. The method &quot;consistent&quot; corrects both. Depth does not depend on the mean NEP in either.</source>
        <translation>印刷公式将本已是每吨燃料的排放因子再乘以折标准煤系数，并以 t CO2 除以 t C。前者使煤的排放减少约 29%，油品增加约一半；后者使所有足迹相对于承载力扩大到 3.67 倍。方法“consistent”对两者均作了修正。两种方法的足迹深度都与平均 NEP 无关。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Depth</source>
        <translation>足迹深度</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Land cover of</source>
        <translation>土地覆被年份</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Emissions ICE = sum of fuel amounts times emission factors [t CO2]. Sink CS = NEP times area of forest and grassland [t C]. Footprint ICF = ICE · 12/44 / n and capacity CEC = CS / n [ha], n the mean NEP. Size = min(ICF, CEC), depth = 1 + max(ICF − CEC, 0) / CEC.</source>
        <translation>碳排放 ICE = 各燃料消费量与排放因子乘积之和 [t CO2]。碳汇 CS = NEP 与森林、草地面积乘积之和 [t C]。碳足迹 ICF = ICE · 12/44 / n，碳生态承载力 CEC = CS / n [ha]，n 为平均 NEP。足迹广度 = min(ICF, CEC)，足迹深度 = 1 + max(ICF − CEC, 0) / CEC。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Scope: terminal energy use of industry, without the fuel that power plants transform, heat and electricity, and industrial processes; feedstock counts as burnt. The coefficients of forest and grassland are high compared with inventories, and all results hang on them.</source>
        <translation>范围：工业终端能源消费，不含电厂加工转换所用燃料、热力与电力，也不含工业过程；用作原料的能源按燃烧计。与清单相比，林地和草地的系数偏高，所有结果都取决于它们。</translation>
    </message>
    <message>
        <location filename="../algorithms/study_output.py"/>
        <source>Group depth after Fang leaves every sink in its region; the naive one lets the surplus of one region serve another.</source>
        <translation>方恺法的总体足迹深度把碳汇留在各自区域内；简单加总则让一个区域的盈余供另一个区域使用。</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>High-High</source>
        <translation>高-高</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Low-Low</source>
        <translation>低-低</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Low-High</source>
        <translation>低-高</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>High-Low</source>
        <translation>高-低</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Not significant</source>
        <translation>不显著</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>No neighbours</source>
        <translation>无邻接</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>No data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Core zone</source>
        <translation>核心区</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Critical zone</source>
        <translation>临界区</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Observation zone</source>
        <translation>观察区</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Buffer zone</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>0: neither moved</source>
        <translation>0：均未变化</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>I: the region alone</source>
        <translation>I：仅区域自身</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>II: its neighbours alone</source>
        <translation>II：仅邻域</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>IIIA: both, the same way</source>
        <translation>IIIA：自身与邻域同向</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>IIIB: both, opposite ways</source>
        <translation>IIIB：自身与邻域反向</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>An end not significant</source>
        <translation>至少一端不显著</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Strong decoupling</source>
        <translation>强脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Weak decoupling</source>
        <translation>弱脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Recessive decoupling</source>
        <translation>衰退脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Expansive coupling</source>
        <translation>扩张连接</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Recessive coupling</source>
        <translation>衰退连接</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Weak negative decoupling</source>
        <translation>弱负脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Expansive negative decoupling</source>
        <translation>扩张负脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Strong negative decoupling</source>
        <translation>强负脱钩</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>No elasticity</source>
        <translation>无弹性</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>1 (within annual flow)</source>
        <translation>1（年流量以内）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over {low} to {high}</source>
        <translation>大于 {low} 至 {high}</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Three-dimensional carbon footprint</source>
        <translation>三维碳足迹</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>{low} to {high} t C</source>
        <translation>{low} 至 {high} t C</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>up to 0.5</source>
        <translation>不大于 0.5</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 0.5 to 1 (mean)</source>
        <translation>0.5 至 1（平均）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 1 to 1.5</source>
        <translation>1 至 1.5</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 1.5 to 2</source>
        <translation>1.5 至 2</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 2</source>
        <translation>大于 2</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>up to 0.05 (overload extremely unlikely)</source>
        <translation>不超过 0.05（极不可能超载）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 0.05 to 0.33 (unlikely)</source>
        <translation>0.05 以上至 0.33（不太可能）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 0.33 to 0.66 (about as likely as not)</source>
        <translation>0.33 以上至 0.66（或然）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 0.66 to 0.95 (likely)</source>
        <translation>0.66 以上至 0.95（可能）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>over 0.95 (extremely likely)</source>
        <translation>0.95 以上（极有可能）</translation>
    </message>
    <message>
        <location filename="../algorithms/styles.py"/>
        <source>Probability that depth exceeds 1</source>
        <translation>深度大于 1 的概率</translation>
    </message>
    <message>
        <location filename="../algorithms/table_parameters.py"/>
        <source>Encoding of text tables</source>
        <translation>文本表格的编码</translation>
    </message>
    <message>
        <location filename="../algorithms/table_parameters.py"/>
        <source>&lt;b&gt;auto&lt;/b&gt; finds UTF-8 (with or without BOM), GB18030 (with GBK and GB2312) and UTF-16, and says in the log what it found. Workbooks need none.</source>
        <translation>&lt;b&gt;auto&lt;/b&gt; 识别 UTF-8（有无 BOM）、GB18030（含 GBK 和 GB2312）以及 UTF-16，并在日志中说明结果。工作簿无需设置。</translation>
    </message>
    <message>
        <location filename="../algorithms/table_parameters.py"/>
        <source>Separator of text tables</source>
        <translation>文本表格的分隔符</translation>
    </message>
    <message>
        <location filename="../algorithms/table_parameters.py"/>
        <source>&lt;b&gt;auto&lt;/b&gt; takes the one that gives the most rows of one length.</source>
        <translation>&lt;b&gt;auto&lt;/b&gt; 取使等长行数最多的分隔符。</translation>
    </message>
    <message>
        <location filename="../algorithms/table_parameters.py"/>
        <source>Decimal sign of text tables</source>
        <translation>文本表格的小数点</translation>
    </message>
    <message>
        <location filename="../algorithms/table_parameters.py"/>
        <source>&lt;b&gt;auto&lt;/b&gt; finds decimal commas in tables that are not separated by commas. Where 1,234 may mean either, it asks.</source>
        <translation>&lt;b&gt;auto&lt;/b&gt; 在不以逗号分隔的表格中识别小数逗号。若 1,234 两种含义皆有可能，则会询问。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Uncertainty of the footprint</source>
        <translation>足迹的不确定性</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Computes the probability that depth exceeds 1, by Monte Carlo on the factors.</source>
        <translation>对各因子作蒙特卡罗模拟，计算深度大于 1 的概率。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>uncertainty, Monte Carlo, probability, interval, sensitivity, tornado, factors</source>
        <translation>不确定性, 蒙特卡罗, 概率, 区间, 敏感性, 龙卷风图, 因子, Monte Carlo</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>A depth of 1 does not say how near a region is to its limit. This tool draws every emission factor and the NEP of forest and grassland many times, as its value times a lognormal multiplier m with mean 1 and coefficient of variation CV (z standard normal), and gives the interval of depth, emissions (t CO&lt;sub&gt;2&lt;/sub&gt;) and sink (t C), and the share of draws in which depth exceeds 1.</source>
        <translation>深度为 1 并不能说明区域离上限有多近。本工具对每个排放因子以及森林和草地的 NEP 多次抽样，取值为其本身乘以均值为 1、变异系数为 CV 的对数正态乘数 m（z 为标准正态），给出深度、排放（t CO&lt;sub&gt;2&lt;/sub&gt;）和碳汇（t C）的区间，以及深度大于 1 的抽样所占比例。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>The fields ice_&amp;lt;fuel&amp;gt;_tco2 and sink_forest_tc, sink_grass_tc vary one by one. Where they are missing, or do not add up to the total, the total varies as a whole, with the CV of coal or of forest, and the log says so.</source>
        <translation>字段 ice_&amp;lt;fuel&amp;gt;_tco2 与 sink_forest_tc、sink_grass_tc 各自变动。若这些字段缺失，或相加不等于合计，则合计作为整体变动，采用煤或森林的 CV，并在日志中说明。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Missing input gives NULL. Regions without any sink have no depth and no probability (flag no_sink). For all regions together their emissions, as carbon, are compared with their sinks in each draw of the last year; regions with missing input take no part.</source>
        <translation>输入缺失时结果为 NULL。完全没有碳汇的区域没有深度，也没有概率（标注 no_sink）。对全部区域，在末年的每次抽样中把其排放（折碳）与碳汇相比较；输入缺失的区域不参与。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>The tornado table moves one factor at a time to its 5th and 95th percentile and gives the ratio of all emissions, as carbon, to all sinks of the last year: the group depth, before its floor at 1 hides what happens below.</source>
        <translation>龙卷风表每次只把一个因子移到其第 5 和第 95 百分位数，给出末年全部排放（折碳）与全部碳汇之比，即尚未以 1 为下限截断的总体深度，这样低于 1 的变化也看得见。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>References: IPCC (2006), Guidelines for National Greenhouse Gas Inventories, vol. 1, ch. 3; classes of probability after Mastrandrea et al. (2010), Guidance Note of the IPCC on uncertainties.</source>
        <translation>参考文献：IPCC (2006)，国家温室气体清单指南，第 1 卷第 3 章；概率分级依据 Mastrandrea 等 (2010)，IPCC 不确定性处理指导说明。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Output of the three-dimensional footprint: one feature for each region, or for each region and year.</source>
        <translation>三维足迹工具的输出：每个区域一个要素，或每个区域每年一个要素。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Draws</source>
        <translation>抽样次数</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>How often all factors are drawn. With 10000 the standard error of a probability is 0.005 at most.</source>
        <translation>全部因子抽样的次数。取 10000 时，概率的标准误不超过 0.005。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Errors of the factors</source>
        <translation>因子误差</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>&lt;b&gt;shared&lt;/b&gt;: one multiplier of a factor for all regions and years of a draw. This is right where one table of factors serves all: what is wrong in it is wrong everywhere, and does not average out. &lt;b&gt;independent&lt;/b&gt;: each region draws its own, the same in all of its years, as if each had measured its own coal and forests. A region&apos;s own interval is alike in both; independent errors partly cancel in the sum of the regions.</source>
        <translation>&lt;b&gt;shared&lt;/b&gt;：一次抽样中，同一因子对所有区域和年份采用同一乘数。各区域共用一张因子表时应选此项：表中的误差处处相同，不会相互抵消。&lt;b&gt;independent&lt;/b&gt;：各区域分别抽样，同一区域各年相同，如同各自实测了本地的煤和森林。两种选择下单个区域的区间相近；独立误差在区域合计中部分抵消。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>CV of the emission factors of coal (%)</source>
        <translation>煤排放因子的变异系数 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Coefficient of variation in percent: raw, cleaned and other washed coal and briquettes. Carbon content and heat value of coal vary with its rank, ash and water.</source>
        <translation>变异系数，单位为百分比：原煤、洗精煤、其他洗煤和型煤。煤的含碳量和热值随煤阶、灰分和水分而变。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>CV of the other emission factors (%)</source>
        <translation>其他排放因子的变异系数 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Coefficient of variation in percent: coke, oils and gases, one by one.</source>
        <translation>变异系数，单位为百分比：焦炭、油品和气体，逐一抽样。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>CV of the NEP of forest (%)</source>
        <translation>森林 NEP 的变异系数 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Coefficient of variation in percent. 30 % is little: published means differ more than threefold.</source>
        <translation>变异系数，单位为百分比。30 % 并不算大：已发表的均值相差三倍以上。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>CV of the NEP of grassland (%)</source>
        <translation>草地 NEP 的变异系数 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Coefficient of variation in percent.</source>
        <translation>变异系数，单位为百分比。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>CV of the energy amounts (%)</source>
        <translation>能源消费量的变异系数 (%)</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Coefficient of variation in percent, drawn for each region, year and fuel by itself. Not part of the tornado table. 0: the amounts are taken as exact.</source>
        <translation>变异系数，单位为百分比，对每个区域、年份和燃料分别抽样。不列入龙卷风表。0：消费量视为准确。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Share of the draws between the lower and the upper end, with equal tails.</source>
        <translation>落在下限与上限之间的抽样比例，两侧尾部相等。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>As chosen for the footprint; the log warns where it is not that of the input&apos;s depth.</source>
        <translation>与计算足迹时的选择相同；若与输入的深度不符，日志会提示。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Probability of overload</source>
        <translation>超载概率</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>The input with depth_mean, depth_low, depth_median, depth_high, p_overload (0 to 1), ice_low_tco2, ice_high_tco2, sink_low_tc, sink_high_tc and flag; styled by p_overload.</source>
        <translation>输入图层加上 depth_mean、depth_low、depth_median、depth_high、p_overload（0 至 1）、ice_low_tco2、ice_high_tco2、sink_low_tc、sink_high_tc 和 flag；按 p_overload 设置样式。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Tornado table</source>
        <translation>龙卷风表</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Table: factor, name, cv, its multipliers at the 5th and 95th percentile, the ratio of emissions to sink and the group depth at both, and swing; the largest first.</source>
        <translation>表：factor、name、cv、第 5 和第 95 百分位数处的乘数、两处的排放与碳汇之比和总体深度，以及 swing（变幅）；变幅最大者在前。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Tornado chart</source>
        <translation>龙卷风图</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Page with the tornado chart, its table and the probabilities.</source>
        <translation>包含龙卷风图、表和概率的页面。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Probability that all regions together are overloaded, last year</source>
        <translation>末年全部区域合计超载的概率</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Regions with a probability above 0.5, last year</source>
        <translation>末年概率大于 0.5 的区域数</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Factor</source>
        <translation>因子</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>CV</source>
        <translation>变异系数</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Factor times, 5th percentile</source>
        <translation>乘数，第 5 百分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Factor times, 95th percentile</source>
        <translation>乘数，第 95 百分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Ratio at the 5th</source>
        <translation>第 5 百分位数处之比</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Ratio at the 95th</source>
        <translation>第 95 百分位数处之比</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Swing</source>
        <translation>变幅</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Probability that the regions together emit more than their sinks take up, last year: {p}. Regions that do so with a probability above 0.5: {count}.</source>
        <translation>末年全部区域合计排放超过碳汇吸收的概率：{p}。概率大于 0.5 的区域数：{count}。</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Which factor matters most</source>
        <translation>哪个因子最重要</translation>
    </message>
    <message>
        <location filename="../algorithms/uncertainty.py"/>
        <source>Each factor alone is set to its 5th and 95th percentile. The ratio is that of all emissions, as carbon, to all sinks; above 1 it is the group depth.</source>
        <translation>每次只把一个因子取为其第 5 和第 95 百分位数。比值为全部排放（折碳）与全部碳汇之比；大于 1 时即为总体深度。</translation>
    </message>
    <message>
        <location filename="../algorithms/unions.py"/>
        <source>{source}: the features of {region} cannot be united; repair the layer.</source>
        <translation>{source}：无法合并 {region} 的要素；请修复该图层。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>sheets {sheets}, which are no balance tables</source>
        <translation>工作表 {sheets}，不是平衡表</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>yearbook: the row 2.工业 (Industry) under 四.终端消费量</source>
        <translation>年鉴：“四.终端消费量”下的“2.工业”行</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>yearbook: the row 四.终端消费量 (Total Final Consumption)</source>
        <translation>年鉴：“四.终端消费量”行</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: neither title nor file name says which region this is; write it into the title, like 6-9 上海能源平衡表(实物量)-2007.</source>
        <translation>{file}：标题和文件名都没有说明是哪个地区；请写入标题，如“6-9 上海能源平衡表(实物量)-2007”。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: title and file name do not say one year ({years}); write it into the title, like 6-9 上海能源平衡表(实物量)-2007.</source>
        <translation>{file}：标题和文件名没有给出唯一的年份（{years}）；请写入标题，如“6-9 上海能源平衡表(实物量)-2007”。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: the title says {title} and the file name {name}; the title is taken.</source>
        <translation>{file}：标题为 {title}，文件名为 {name}；以标题为准。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: the row of {scope} stands there {count} times (rows {rows}); keep one.</source>
        <translation>{file}：{scope} 的行出现 {count} 次（第 {rows} 行）；请只保留一行。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}, row {row} ({label}): there are no numbers; choose a complete table.</source>
        <translation>{file}，第 {row} 行（{label}）：没有数字；请选择完整的表。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}, row {row}: cell {number} has the amount {amount} and no fuel above it; name the fuel or clear the column.</source>
        <translation>{file}，第 {row} 行：第 {number} 个单元格有数量 {amount}，但上方没有燃料名称；请写明燃料或清空该列。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>&apos;{total}&apos;, which is a total of fuels</source>
        <translation>“{total}”，是若干燃料的合计</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>column {column}</source>
        <translation>列 {column}</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: {fuel} has two columns; keep one.</source>
        <translation>{file}：{fuel} 有两列；请只保留一列。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{amount:.6g} {unit} would be {share:.1%} of the energy of this row</source>
        <translation>{amount:.6g} {unit} 将占该行能源的 {share:.1%}</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>it is 0 in this row</source>
        <translation>该行中为 0</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: the unit of {fuel} is suspect: &apos;{printed}&apos; is printed, of which only {unit} can measure it, and that is taken ({evidence}); otherwise set UNIT like {id}={unit}.</source>
        <translation>{file}：{fuel} 的单位可疑：表中印有“{printed}”，其中只有 {unit} 能计量该燃料，已采用（{evidence}）；如不符，请在 UNIT 中设置，如 {id}={unit}。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: the unit of {fuel} is suspect: one line of units is empty, the other says {unit}, which is taken ({evidence}); otherwise set UNIT like {id}={unit}.</source>
        <translation>{file}：{fuel} 的单位可疑：一行单位为空，另一行为 {unit}，已采用（{evidence}）；如不符，请在 UNIT 中设置，如 {id}={unit}。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: no unit is printed over {fuel}; set it in UNIT like {id}={unit} ({evidence}), or UNIT to ceads for the units of the yearbook.</source>
        <translation>{file}：{fuel} 上方没有单位；请在 UNIT 中设置，如 {id}={unit}（{evidence}），或把 UNIT 设为 ceads 采用年鉴单位。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: &apos;{printed}&apos; over {fuel} is misprinted or cannot measure it; correct the table, or set the true unit in UNIT like {id}={unit} ({evidence}).</source>
        <translation>{file}：{fuel} 上方的“{printed}”印错或不能计量该燃料；请更正表格，或在 UNIT 中设置真实单位，如 {id}={unit}（{evidence}）。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}, row {row}, column {column}: &apos;{cell}&apos; is not a number from 0 up; correct it or leave it empty.</source>
        <translation>{file}，第 {row} 行，列 {column}：“{cell}”不是大于等于 0 的数字；请更正或留空。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>{file}: industry uses more {fuel} ({part:.6g}) than all final consumption ({whole:.6g}); one of them is misprinted.</source>
        <translation>{file}：工业消费的{fuel}（{part:.6g}）多于全部终端消费（{whole:.6g}）；其中之一印错。</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>empty cells of balance tables are 0 (nothing used, or too little)</source>
        <translation>平衡表中的空单元格按 0 计（没有消费，或不足最小单位）</translation>
    </message>
    <message>
        <location filename="../core/balance_tables.py"/>
        <source>what balance tables name as raw material (用作原料、材料) is not subtracted and counts as burnt</source>
        <translation>平衡表中“用作原料、材料”的部分未扣除，按燃烧计算</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>The coefficient {name} is {value}; it must be a number of t C per ha and year that is not negative.</source>
        <translation>系数 {name} 为 {value}；它必须是不为负的数，单位 t C/(ha·年)。</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>The table of yield factors needs the columns region and yield_forest or yield_grass, and may have year; it has {columns}.</source>
        <translation>产量因子表需要 region 列以及 yield_forest 或 yield_grass 列，year 列可选；现有列为 {columns}。</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>Yield factors, row {row} ({region}): {column} is {value}; write a number that is not negative.</source>
        <translation>产量因子，第 {row} 行（{region}）：{column} 为 {value}；请填写不为负的数。</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>Yield factors, row {row}: the region is empty; fill it in.</source>
        <translation>产量因子，第 {row} 行：区域为空；请填写。</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>Yield factors: these regions match none of the layer and are not used: {regions}.</source>
        <translation>产量因子：以下区域与图层中的任何区域都不匹配，未被使用：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>Yield factors: {region} has more than one row; keep one.</source>
        <translation>产量因子：{region} 不止一行；请保留一行。</translation>
    </message>
    <message>
        <location filename="../core/carbon_sink.py"/>
        <source>Yield factors: the table has none for {regions}; 1 is used there.</source>
        <translation>产量因子：表中没有 {regions}；取 1。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Said when {place} was read.</source>
        <translation>读取 {place} 时的消息。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Correct the input as the finding says; a run would stop at it.</source>
        <translation>请按所述更正输入；运行会因此中止。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>A run would go on; see whether this is what you want.</source>
        <translation>运行会继续；请看这是否符合您的意图。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Nothing to do if this is what you expect.</source>
        <translation>如果符合预期，无需处理。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>{table} and {layer} have no region in common.</source>
        <translation>{table} 与 {layer} 没有共同的区域。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>{layer}: {names}; {table}: {others}</source>
        <translation>{layer}：{names}；{table}：{others}</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Choose the field that holds the names, or another layer; names and six-digit codes of provinces meet in every spelling, others by their name.</source>
        <translation>请选择存放名称的字段，或另选图层；省级名称的各种写法和六位代码都能匹配，其他区域按名称匹配。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Names that are no region of {layer}: {count}.</source>
        <translation>不属于 {layer} 任何区域的名称：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>In brackets the nearest names: {names}</source>
        <translation>括号内为最接近的名称：{names}</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Correct the names in the table; a run leaves these rows out.</source>
        <translation>请更正表中的名称；运行时会略去这些行。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Regions of {layer} without a row: {count}.</source>
        <translation>{layer} 中没有对应行的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Add their rows, or leave the regions out; their values stay empty.</source>
        <translation>请补充这些区域的行，或去掉这些区域；它们的值将为空。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Energy: {energy}; population: {population}</source>
        <translation>能源：{energy}；人口：{population}</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Energy and population</source>
        <translation>能源与人口</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>The years of energy and population do not meet.</source>
        <translation>能源与人口的年份没有交集。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Choose tables of the same years; nothing per head could be computed.</source>
        <translation>请选择年份相同的表；否则无法计算任何人均值。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>There is energy, but no population, in {years}.</source>
        <translation>{years} 年有能源数据而没有人口。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Add these years to the population; values per head stay empty there.</source>
        <translation>请在人口表中补充这些年份；否则这些年份的人均值为空。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Land cover and energy</source>
        <translation>土地覆盖与能源</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>There is energy, but no land cover, in {years}.</source>
        <translation>{years} 年有能源数据而没有土地覆盖。</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Land cover: {years}</source>
        <translation>土地覆盖：{years}</translation>
    </message>
    <message>
        <location filename="../core/checks.py"/>
        <source>Add rasters of these years, or choose how the nearest years stand in for them (LANDCOVER_MATCH: nearest, interpolate); with exact these rows stay empty.</source>
        <translation>请补充这些年份的栅格，或选择用邻近年份代替的方式（LANDCOVER_MATCH：nearest、interpolate）；选 exact 时这些行为空。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>The year {year} has more than one raster.</source>
        <translation>{year} 年有多个栅格。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Keep one, or join the parts of one year by a VRT.</source>
        <translation>请保留一个，或用 VRT 拼接同一年的各部分。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Raster and regions do not meet anywhere.</source>
        <translation>栅格与区域没有任何重合。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>In the CRS of the raster: raster {raster}; regions {regions}</source>
        <translation>在栅格的坐标参考系中：栅格 {raster}；区域 {regions}</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Look whether both have the right CRS, or choose another raster.</source>
        <translation>请检查两者的坐标参考系是否正确，或另选栅格。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Regions outside the raster: {count}.</source>
        <translation>位于栅格之外的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Choose a raster that covers them; their areas stay empty.</source>
        <translation>请选择能覆盖它们的栅格；它们的面积将为空。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Regions that reach beyond the raster: {count}.</source>
        <translation>超出栅格范围的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Choose a raster that covers them, or see in the column outside_ha how much of them is unknown.</source>
        <translation>请选择能覆盖它们的栅格，或在 outside_ha 列中查看未知的面积。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Regions smaller than {few} cells: {count}.</source>
        <translation>小于 {few} 个像元的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Cells in a region: {cells}</source>
        <translation>区域内的像元数：{cells}</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Take a raster of finer cells, or larger regions; shares are rough here.</source>
        <translation>请使用更精细的栅格或更大的区域；此处的比例较粗略。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>all of the {cells:,} cells around the regions were read</source>
        <translation>已读取区域周围全部 {cells:,} 个像元</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>a sample: {pieces} of {all_pieces} pieces, {cells:,} cells</source>
        <translation>抽样：{all_pieces} 块中的 {pieces} 块，{cells:,} 个像元</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>There is nothing but no data around the regions.</source>
        <translation>区域周围只有无数据像元。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Choose another raster, band, or no-data value.</source>
        <translation>请另选栅格、波段或无数据值。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>None of the codes is in the legend.</source>
        <translation>所有编码都不在图例中。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Codes that the legend lacks: {count}.</source>
        <translation>图例中没有的编码：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Code (cells): {codes}; {sample}</source>
        <translation>编码（像元数）：{codes}；{sample}</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Choose the legend of this product, or add the codes by a legend table; declare codes that mean no data, often 0 or 255, as the no-data value.</source>
        <translation>请选择该产品的图例，或用图例表补充编码；表示无数据的编码（常为 0 或 255）请声明为无数据值。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>{share:.0%} of the cells around the regions hold no data.</source>
        <translation>区域周围 {share:.0%} 的像元为无数据。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Nothing to do if this is sea or foreign land; see nodata_ha in the results.</source>
        <translation>如果这是海域或境外，无需处理；参见结果中的 nodata_ha。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>The rasters differ in the size of their cells or in their CRS.</source>
        <translation>各栅格的像元大小或坐标参考系不同。</translation>
    </message>
    <message>
        <location filename="../core/checks_landcover.py"/>
        <source>Take one product at one resolution for all years, otherwise changes of areas are changes of the product.</source>
        <translation>所有年份请使用同一产品、同一分辨率，否则面积变化只是产品的差异。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Choose a layer of polygons, or repair this one.</source>
        <translation>请选择面图层，或修复此图层。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Regions without an area: {count}.</source>
        <translation>没有面积的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Repair their polygons, or leave them out by a selection.</source>
        <translation>请修复它们的多边形，或通过选择将其排除。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Features without a name of the region: {count}.</source>
        <translation>没有区域名称的要素：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Features {numbers}</source>
        <translation>要素 {numbers}</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Fill in the field of the region, or leave them out by a selection.</source>
        <translation>请填写区域字段，或通过选择将其排除。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Regions of more than one feature: {count}.</source>
        <translation>由多个要素组成的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Nothing to do if they are parts of a region, such as islands, which a run dissolves; choose another field if they are different regions.</source>
        <translation>如果它们是同一区域的各部分（如岛屿），无需处理，运行时会合并；如果是不同区域，请另选字段。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Several names mean the same region: {names}.</source>
        <translation>多个名称指同一区域：{names}。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Give the parts of a region one name; a run would stop here.</source>
        <translation>请给同一区域的各部分相同的名称；运行会在此中止。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Features without a polygon: {count}.</source>
        <translation>没有多边形的要素：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Repair the layer, or leave them out by a selection.</source>
        <translation>请修复图层，或通过选择将其排除。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Features with an invalid polygon: {count}.</source>
        <translation>多边形无效的要素：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>A run repairs them and goes on; to see what becomes of them, run the tool Fix geometries before.</source>
        <translation>运行时会自动修复并继续；如要查看修复后的样子，请先运行“修复几何图形”工具。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>The layer of regions has no coordinate reference system.</source>
        <translation>区域图层没有坐标参考系。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Set it in the properties of the layer.</source>
        <translation>请在图层属性中设置。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>The coordinates are no degrees, but the CRS is {crs}.</source>
        <translation>坐标不是经纬度，但坐标参考系为 {crs}。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Set the CRS in which the layer was made; do not reproject it.</source>
        <translation>请设置图层制作时所用的坐标参考系；不要重投影。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>The coordinates look like degrees, but the CRS is {crs}.</source>
        <translation>坐标看似经纬度，但坐标参考系为 {crs}。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Pairs of regions that overlap: {count}.</source>
        <translation>相互重叠的区域：{count} 对。</translation>
    </message>
    <message>
        <location filename="../core/checks_regions.py"/>
        <source>Keep one level of regions, provinces or counties; land in both is counted for each of them.</source>
        <translation>请只保留一级区域（省或县）；同属两个区域的土地会各计一次。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>There are gaps between the years.</source>
        <translation>年份之间有间断。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Years: {years}; missing: {missing}</source>
        <translation>年份：{years}；缺失：{missing}</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Add the years, or keep in mind that changes span several years there.</source>
        <translation>请补充这些年份，或注意此处的变化跨越多年。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Region-years that are missing: {count} of {all}.</source>
        <translation>缺失的区域年份：{all} 个中的 {count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Add their rows; results stay empty where one input is missing.</source>
        <translation>请补充这些行；缺少任一输入时结果为空。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Rows that repeat others: {count}.</source>
        <translation>重复的行：{count} 行。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Keep one row for each; a run would stop here.</source>
        <translation>每项请只保留一行；运行会在此中止。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Negative values: {count}.</source>
        <translation>负值：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Correct them, unless the quantity can be negative, such as a balance.</source>
        <translation>请更正，除非该量可以为负（如收支差额）。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Zeros between years with positive values: {count}.</source>
        <translation>正值年份之间的零值：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Leave the cell empty if the value is unknown; 0 says that there is none.</source>
        <translation>数值未知时请留空；0 表示没有。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>{what} jumps by a factor near 10^{power} from {start} to {end}.</source>
        <translation>{what} 从 {start} 年到 {end} 年的变化倍数接近 10^{power}。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>A large part of the table</source>
        <translation>表中大部分序列</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>{what}: values that jump by a factor near a power of ten: {count}.</source>
        <translation>{what}：变化倍数接近 10 的幂的数值：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Compare the units of both years with the source; correct the table if they differ, otherwise look for a change of the statistics.</source>
        <translation>请与来源核对两个年份的单位；如不一致请更正表格，否则请查找统计口径的变化。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>{note} Source: {source}</source>
        <translation>{note} 来源：{source}</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Nothing to correct; do not read the change at the break as a change of the matter, and compare regions by the same borders.</source>
        <translation>无需更正；请勿把口径变化处的变动当作实际变化，并按相同的边界比较区域。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>The table has no column of regions.</source>
        <translation>该表没有区域列。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Columns: {columns}</source>
        <translation>列：{columns}</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Call the column with their names region; otherwise nothing can be joined.</source>
        <translation>请将区域名称所在的列命名为 region；否则无法连接。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Rows without a region: {count}.</source>
        <translation>没有区域的行：{count} 行。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Rows {rows}</source>
        <translation>第 {rows} 行</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Complete the rows or remove them.</source>
        <translation>请补全这些行或将其删除。</translation>
    </message>
    <message>
        <location filename="../core/checks_series.py"/>
        <source>Rows without a year like 2019: {count}.</source>
        <translation>没有年份（如 2019）的行：{count} 行。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Region-years without any fuel: {count}.</source>
        <translation>没有任何燃料的区域年份：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Leave their cells empty if they are unknown; 0 says that nothing was burnt.</source>
        <translation>未知时请将单元格留空；0 表示没有燃烧。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Regions of fewer than {persons} persons: {count}.</source>
        <translation>人口不足 {persons} 人的区域：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Choose the unit that the table really has (persons or 10^4 persons).</source>
        <translation>请选择该表真实的单位（人或万人）。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>The national total of {what} is about 10^{power} times what it can be.</source>
        <translation>{what} 的全国合计约为合理值的 10^{power} 倍。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>{totals} {unit}; plausible: {low:.3g} to {high:.3g}</source>
        <translation>{totals} {unit}；合理范围：{low:.3g} 至 {high:.3g}</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Look up the unit of the table at its source, and set it right.</source>
        <translation>请到来源处查明该表的单位并更正。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>all fuels</source>
        <translation>全部燃料</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>population</source>
        <translation>人口</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Amounts of fuels that are missing: {count}.</source>
        <translation>缺失的燃料用量：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Write 0 where none is used; a missing amount makes the total missing.</source>
        <translation>没有使用时请写 0；缺失的用量会使合计缺失。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Amounts far above those of any province, per head: {count}.</source>
        <translation>人均量远高于任何省份的数值：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Amounts far below those of any province, per head: {count}.</source>
        <translation>人均量远低于任何省份的数值：{count} 个。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>The most extreme of each fuel is named, and the limit. Look up the units of amounts and population at their sources, and set them right; a single town of mines or works may really be like this.</source>
        <translation>所列为每种燃料的最极端值和界限。请到来源处查明用量和人口的单位并更正；个别矿区或厂区城镇可能确实如此。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>About 10^{power} times the energy of the other regions, in {count} region-years.</source>
        <translation>有 {count} 个区域年份的能源量约为其他区域的 10^{power} 倍。</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>{amounts} tce per head</source>
        <translation>人均 {amounts} tce</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>{amounts} tce</source>
        <translation>{amounts} tce（吨标准煤）</translation>
    </message>
    <message>
        <location filename="../core/checks_units.py"/>
        <source>Look up the unit of these regions at the source, and set it right.</source>
        <translation>请到来源处查明这些区域的单位并更正。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>&apos;{value}&apos; is not known here; use one of {known}.</source>
        <translation>此处不认识“{value}”；请使用以下之一：{known}。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{source}: the field {field} holds regions, years or keys and cannot be cleaned as well; choose fields with values.</source>
        <translation>{source}：字段 {field} 是地区、年份或键字段，不能同时作为清洗对象；请选择数值字段。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{source}: it is not clear which fields hold the values, of {columns}; name them.</source>
        <translation>{source}：无法判断 {columns} 中哪些字段是数值；请指定字段。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{file}, row {row}: the region is missing; name it or remove the row.</source>
        <translation>{file}，第 {row} 行：缺少区域；请填写名称或删除该行。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{file}, row {row}: {series} {year} stands there twice; keep one, or name the field that tells the rows apart as a key field.</source>
        <translation>{file} 第 {row} 行：{series} {year} 年重复出现；请只保留一行，或将能区分这些行的字段指定为键字段。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{file}: the unit of {series} changes ({units}), so that its values cannot be compared; convert them to one unit, or name unit as a key field.</source>
        <translation>{file}：{series} 的单位前后不一（{units}），其数值无法比较；请换算为同一单位，或将 unit 指定为键字段。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: {values} values in {series} series; {outliers} outliers, {negative} negative values, {zeros} zeros (left as they are), {empty} cells without a value, {filled} filled.</source>
        <translation>{field}：{series} 个序列共 {values} 个值；异常值 {outliers} 个，负值 {negative} 个，零值 {zeros} 个（保持不变），空单元格 {empty} 个，已填补 {filled} 个。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: outliers, the farthest first, in brackets the median of the years around: {examples}.</source>
        <translation>{field}：异常值（偏离最大者在前，括号内为前后各年的中位数）：{examples}。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: negative values, left as they are: {examples}; correct them.</source>
        <translation>{field}：负值，保持不变：{examples}；请更正。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: filled: {examples}.</source>
        <translation>{field}：已填补：{examples}。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: {count} cells stay empty ({flag}).</source>
        <translation>{field}：有 {count} 个单元格仍为空（{flag}）。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>No row is of the years {years}: they are no gaps and are not filled.</source>
        <translation>表中没有任何一行属于 {years} 年：这些年份不视为缺口，不予填补。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: {count} values are filled from an outlier next to the gap; look at it, or replace outliers too.</source>
        <translation>{field}：有 {count} 个值由缺口旁的异常值插补而来；请检查该异常值，或同时替换异常值。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{field}: {count} rows are missing inside a series; the action fill would add them.</source>
        <translation>{field}：序列内部缺少 {count} 行；选择 fill 操作会补上这些行。</translation>
    </message>
    <message>
        <location filename="../core/cleaning.py"/>
        <source>{count} rows are added for years that were missing inside a series; of their other fields only text and whole numbers that never change in the series are taken over.</source>
        <translation>为序列内部缺失的年份补上了 {count} 行；其他字段中只沿用在该序列内始终不变的文本和整数。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>Worker {worker} does not see the raster that this machine sees; put it where all workers see it under the same path: {fault}</source>
        <translation>工作进程 {worker} 看不到本机所见的栅格；请将其放在所有工作进程都能以相同路径访问之处：{fault}</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{raster}: worker {worker} sees another raster under this path; put the rasters where all workers see them under the same path.</source>
        <translation>{raster}：工作进程 {worker} 在该路径下看到的是另一个栅格；请将栅格放在所有工作进程都能以相同路径访问之处。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{address}: to count on a Dask cluster, and for this only, the Python package {package} is needed ({reason}); install it with pip install {package}, or leave the address of the scheduler empty.</source>
        <translation>{address}：仅在使用 Dask 集群计数时需要 Python 包 {package}（{reason}）；请用 pip install {package} 安装，或将调度器地址留空。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{address}: the Dask scheduler has no workers; start some with dask worker {address}.</source>
        <translation>{address}：该 Dask 调度器没有工作进程；请用 dask worker {address} 启动。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{address}: no Dask scheduler answers at this address ({reason}); check the address, and that the scheduler runs.</source>
        <translation>{address}：该地址没有 Dask 调度器应答（{reason}）；请检查地址，并确认调度器正在运行。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{address}: Dask workers cannot run the same code as this machine ({reason}): {workers}; put the same version of the folder {package} into a folder on their PYTHONPATH, and start them again.</source>
        <translation>{address}：Dask 工作进程无法运行与本机相同的代码（{reason}）：{workers}；请将同一版本的文件夹 {package} 放入其 PYTHONPATH 中的文件夹，然后重新启动。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>another version</source>
        <translation>版本不同</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{address}: the Dask scheduler went away, or dropped the work, before it was done; look there for the reason and run this again.</source>
        <translation>{address}：Dask 调度器在工作完成前离开或丢弃了任务；请在调度器处查明原因后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{address}: all workers of the Dask scheduler are gone; look there for the reason, start workers and run this again.</source>
        <translation>{address}：Dask 调度器的所有工作进程都已消失；请在调度器处查明原因，启动工作进程后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/dask_workers.py"/>
        <source>{raster}: Dask workers died again and again over this raster; give them more memory, or fewer threads.</source>
        <translation>{raster}：Dask 工作进程在处理该栅格时一再终止；请为其增加内存，或减少线程数。</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>The factor table has no standard_coal_tce above 0 for {fuel}, without which its energy cannot be added to that of other fuels; add it.</source>
        <translation>因子表中 {fuel} 没有大于 0 的 standard_coal_tce，无法与其他燃料的能量相加；请补上。</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>The sum of all regions is that of {n} of {all} regions, as it leaves out those that lack a year: {regions}.</source>
        <translation>全部区域的合计只包含 {all} 个区域中的 {n} 个，不含缺少某一年份的区域：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>{table}: {region} {year} has a {field} of {value}; correct it.</source>
        <translation>{table}：{region} {year} 年的 {field} 为 {value}；请更正。</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>The factor table has {fuel} for some years but not for {years}; add these rows, or leave out the column year.</source>
        <translation>因子表中 {fuel} 只有部分年份，缺少 {years}；请补上这些行，或去掉 year 列。</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>population is missing or 0</source>
        <translation>人口缺失或为 0</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>GDP is missing or 0</source>
        <translation>GDP 缺失或为 0</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>the amount of some fuel is missing</source>
        <translation>某种燃料的数量缺失</translation>
    </message>
    <message>
        <location filename="../core/decomposition.py"/>
        <source>No effects for changes from or to these years, because {what}: {places}.</source>
        <translation>以下年份前后的变化没有效应值，因为{what}：{places}。</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>The thresholds of coupling are {low} and {high}; give two numbers above 0, the lower one first.</source>
        <translation>连接的阈值为 {low} 和 {high}；请给出两个大于 0 的数，小的在前。</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>There is no row for the later year of a pair, so these do not come out: {places}.</source>
        <translation>以下区域没有年份对中后一年的行，因此不输出：{places}。</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>{region} {year}: {field} is {value}; decoupling compares amounts that are not negative, correct it.</source>
        <translation>{region} {year} 年：{field} 为 {value}；脱钩分析要求数值非负，请更正。</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>All regions together are {n} of {all} regions in {pairs}; the others lack emissions or GDP in one of the years.</source>
        <translation>在 {pairs} 中，“全部区域合计”只包含 {all} 个区域中的 {n} 个；其余区域在其中某一年缺少排放或 GDP。</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>emissions or GDP of one of the years are missing</source>
        <translation>其中一年的排放或 GDP 缺失</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>there were no emissions in the earlier year</source>
        <translation>前一年没有排放</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>GDP was 0 in the earlier year</source>
        <translation>前一年 GDP 为 0</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>GDP did not change</source>
        <translation>GDP 没有变化</translation>
    </message>
    <message>
        <location filename="../core/decoupling.py"/>
        <source>No elasticity and no state, because {reason}: {places}.</source>
        <translation>没有弹性和状态，因为{reason}：{places}。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>Unknown method {method}; choose one of {methods}.</source>
        <translation>未知方法 {method}；请从 {methods} 中选择。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>METHOD as_printed uses the coefficients of the paper; the chosen factor set and table are not used.</source>
        <translation>METHOD 取 as_printed 时使用论文的系数；所选排放因子及自定义因子表不起作用。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>METHOD as_printed multiplies the factor per tonne of fuel by the standard-coal coefficient again. It reproduces the printed formula and understates coal by 28.6 %; do not use it for new results.</source>
        <translation>METHOD 取 as_printed 时，每吨燃料的排放因子再次乘以折标准煤系数。它复现印刷公式，使煤的排放低估 28.6%；请勿用于新的结果。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>Not counted, because they emit nothing where they are used or are not among the fuels of the factor set: {fuels}.</source>
        <translation>未计入，因其在使用环节不产生排放，或不属于该排放因子的燃料：{fuels}。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>{count} region-years lack an amount for some fuel and get no total (write 0 where a fuel is not used): {places}.</source>
        <translation>{count} 个区域—年份缺少某种燃料的数量，没有合计（未使用的燃料请填 0）：{places}。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>The energy table has no fuel that is burnt and has an emission factor; check its column fuel.</source>
        <translation>能源表中没有既会燃烧又有排放因子的燃料；请检查 fuel 列。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>{region} {year}: the amount of {fuel} is {amount}; give a number that is not negative.</source>
        <translation>{region} {year}：{fuel} 的数量为 {amount}；请填写不为负的数。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>{region} {year}: {fuel} stands there more than once; keep one row.</source>
        <translation>{region} {year}：{fuel} 出现不止一次；请保留一行。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>The factor table has no standard_coal_tce above 0 for {fuel}, which METHOD standard_coal needs; add it.</source>
        <translation>因子表中 {fuel} 没有大于 0 的 standard_coal_tce，而 METHOD 取 standard_coal 时需要它；请补充。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>{region} {year}: the amount of {fuel} is in tonnes of standard coal; METHOD physical needs tonnes or cubic metres, choose METHOD standard_coal.</source>
        <translation>{region} {year}：{fuel} 的数量以吨标准煤计；METHOD 取 physical 时需要吨或立方米，请改选 METHOD standard_coal。</translation>
    </message>
    <message>
        <location filename="../core/emissions.py"/>
        <source>In {count} region-years both coke and other gas are burnt. Where that gas comes from blast furnaces, its carbon is counted twice.</source>
        <translation>{count} 个区域—年份同时燃烧焦炭和其他煤气。若其他煤气来自高炉，其中的碳被重复计算。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>UNIT: &apos;{text}&apos; is not a fuel and a unit that can measure it; write it like natural_gas=10^8 m3.</source>
        <translation>UNIT：“{text}”不是燃料及能计量它的单位；请写成 natural_gas=10^8 m3 的形式。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{carriers} emit nothing where they are used and are not counted as direct emissions</source>
        <translation>{carriers} 在使用处不产生排放，不计入直接排放</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>What was read:
- {count} regions: {regions}
- years: {years}; {missing} of {pairs} region-years are missing
- {fuels} fuels and carriers: {units}
- taken: {taken}
- left out: {left_out}
- mind: {remarks}
- files: {files}</source>
        <translation>读取内容：
- {count} 个地区：{regions}
- 年份：{years}；{pairs} 个地区年中缺 {missing} 个
- {fuels} 种燃料和能源：{units}
- 取用：{taken}
- 剔除：{left_out}
- 注意：{remarks}
- 文件：{files}</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>There is {share:.0%} as much cleaned coal as coke. In terminal consumption of the nation&apos;s industry it is 0 to 20 %, with the coal that coking plants transform about 150 %. If the table includes it, its carbon is counted twice, as coal and as coke.</source>
        <translation>洗精煤为焦炭的 {share:.0%}。全国工业终端消费中这一比例为 0 至 20 %，含炼焦加工转换投入时约为 150 %。若表中包含炼焦投入，其碳会作为煤和焦炭重复计算。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}, {place}: {fuel} is printed in &apos;{printed}&apos; and read in {unit}, as UNIT says.</source>
        <translation>{file}，{place}：{fuel} 的单位印为“{printed}”，按 UNIT 的设置以 {unit} 读取。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}, {place}: the unit &apos;{unit}&apos; is not known; did you mean {candidates}?</source>
        <translation>{file}，{place}：单位“{unit}”无法识别；是否为 {candidates}？</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}, {place}: &apos;{unit}&apos; cannot measure {fuel}; correct the table, or give the true unit in UNIT like {id}={example}.</source>
        <translation>{file}，{place}：“{unit}”不能计量{fuel}；请更正表格，或在 UNIT 中给出真实单位，如 {id}={example}。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}: amounts without a unit are read in the units of CEADs: 10^4 t, gases 10^8 m3, heat 10^10 kJ, electricity 10^8 kWh, other energy 10^4 tce.</source>
        <translation>{file}：未注明单位的数量按 CEADs 的单位读取：10^4 t，气体 10^8 m3，热力 10^10 kJ，电力 10^8 kWh，其他能源 10^4 tce。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}: amounts without a unit are read in {unit}.</source>
        <translation>{file}：未注明单位的数量按 {unit} 读取。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}, {place}: &apos;{fuel}&apos; is no known fuel; did you mean {candidates}? Rename it, add it to the table of fuel names, or remove it.</source>
        <translation>{file}，{place}：“{fuel}”不是已知燃料；是否指 {candidates}？请改名、加入燃料名称表或删除。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}, {place}: &apos;{fuel}&apos; is no known fuel; rename it, add it to the table of fuel names, or remove it.</source>
        <translation>{file}，{place}：“{fuel}”不是已知燃料；请改名、加入燃料名称表或删除。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}: {fuel} of {region} {year} is partly in standard coal; give all of it in one kind of unit.</source>
        <translation>{file}：{region} {year} 年的{fuel}部分以标准煤计；请统一为同一类单位。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}: gas of blast furnaces and converters is there besides coke, from which its carbon comes; counting both counts it twice.</source>
        <translation>{file}：既有焦炭，又有高炉煤气或转炉煤气，其碳来自焦炭；两者都计会重复计算。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{file}: {part} is added to {fuel} (1 {unit} as {amount:g} {base}).</source>
        <translation>{file}：{part} 并入 {fuel}（1 {unit} 折 {amount:g} {base}）。</translation>
    </message>
    <message>
        <location filename="../core/energy_reading.py"/>
        <source>{first}; {second}</source>
        <translation>{first}；{second}</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>&apos;{value}&apos; is not known; use one of {known}.</source>
        <translation>“{value}”无法识别；请使用 {known} 之一。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>There is no energy table to read; choose one or more files.</source>
        <translation>没有可读取的能源表；请选择一个或多个文件。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{region} {year} stands twice in {files} ({fuels}); keep one.</source>
        <translation>{region} {year} 在 {files} 中出现两次（{fuels}）；请保留一个。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file} has no sheet like InnerMongolia2019 with fuels in its first row; choose another format.</source>
        <translation>{file} 没有形如 InnerMongolia2019、首行为燃料的工作表；请选择其他格式。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file} has no balance table with fuels above the rows 终端消费量 and 工业; choose another format.</source>
        <translation>{file} 中没有在“终端消费量”和“工业”行上方列出燃料的平衡表；请选择其他格式。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}: there are no columns of regions and years; name them region and year, or put a fuel into each row and the years into the header.</source>
        <translation>{file}：没有地区列和年份列；请命名为 region 和 year，或每行一种燃料、以年份作表头。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}: a long table needs the columns fuel and amount; add them.</source>
        <translation>{file}：长格式表需要 fuel 列和 amount 列；请补充。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}, row {row}: {region} {year} {fuel} is negative ({amount}); correct it.</source>
        <translation>{file}，第 {row} 行：{region} {year} {fuel} 为负（{amount}）；请更正。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>the amounts of the tables, as they stand there</source>
        <translation>表中的数量，按原样取用</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}: &apos;{total}&apos; is the total of several fuels, none of which is there; add the fuels, or say in the table of fuel names which one it stands for.</source>
        <translation>{file}：“{total}”是若干燃料的合计，而这些燃料都不在表中；请补充各燃料，或在燃料名称表中说明它代表哪种燃料。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>row {row}</source>
        <translation>第 {row} 行</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}: no column says in which unit the amounts are; add the column unit or give the unit.</source>
        <translation>{file}：没有一列说明数量的单位；请添加 unit 列或指定单位。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>column &apos;{column}&apos;</source>
        <translation>列“{column}”</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}: no column is named after a fuel; name the columns like raw_coal or 原煤.</source>
        <translation>{file}：没有以燃料命名的列；请将列命名为 raw_coal 或“原煤”之类。</translation>
    </message>
    <message>
        <location filename="../core/energy_tables.py"/>
        <source>{file}: the columns {columns} are not used.</source>
        <translation>{file}：列 {columns} 未被使用。</translation>
    </message>
    <message>
        <location filename="../core/energy_totals.py"/>
        <source>rows of {names}, which are sums of other regions of the table</source>
        <translation>{names} 的行，是表中其他地区之和</translation>
    </message>
    <message>
        <location filename="../core/energy_totals.py"/>
        <source>{file}: &apos;{total}&apos; is not the sum of its fuels in {count} region-years, least of all in {region} {year} ({amount:.6g} against {parts:.6g}); a fuel may be missing or a column shifted.</source>
        <translation>{file}：“{total}”在 {count} 个地区年中不等于各燃料之和，差别最大的是 {region} {year}（{amount:.6g} 与 {parts:.6g}）；可能缺少燃料或列有错位。</translation>
    </message>
    <message>
        <location filename="../core/finished.py"/>
        <source>{raster}: its areas are taken from the run of {time} that was not finished.</source>
        <translation>{raster}：其面积取自 {time} 未完成的任务。</translation>
    </message>
    <message>
        <location filename="../core/finished.py"/>
        <source>{folder}: finished rasters cannot be recorded here ({reason}), so that a run that is stopped starts again from the first; make room or give access there to resume.</source>
        <translation>{folder}：无法在此记录已完成的栅格（{reason}），因此中断的任务将从头开始；如需续算，请腾出空间或授予访问权限。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>P_FOREST {p_forest} and P_GRASS {p_grass} must be shares that add up to 1.</source>
        <translation>P_FOREST {p_forest} 与 P_GRASS {p_grass} 必须是合计为 1 的份额。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>The mean NEP carbon_share needs a NEP above 0 for forest and grassland; take the mean NEP regional, or the share 0 for the land without NEP.</source>
        <translation>平均 NEP 取 carbon_share 时，森林和草地的 NEP 都须大于 0；请改选 regional，或将没有 NEP 的土地份额设为 0。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>METHOD as_printed uses the printed arithmetic mean of NEP.</source>
        <translation>METHOD 取 as_printed 时使用印刷公式的 NEP 算术平均。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>METHOD as_printed divides tonnes of CO2 by tonnes of carbon per hectare, as the printed formulae do; footprints and depths come out 3.67 times too large. Use it to reproduce the paper only.</source>
        <translation>METHOD 取 as_printed 时按印刷公式以 t CO2 除以 t C/ha；足迹和深度会变为应有值的 3.67 倍。仅用于复现论文。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>The input has no field {fields}; it has {present}.</source>
        <translation>输入中没有字段 {fields}；现有字段为 {present}。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>{count} rows have no carbon sink; their depth is infinite, written as NULL and left out of the statistics: {rows}.</source>
        <translation>{count} 行没有碳汇；其深度为无穷大，记为 NULL，不参与统计：{rows}。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>{count} rows have neither emissions nor a carbon sink; their depth is 1: {rows}.</source>
        <translation>{count} 行既无碳排放也无碳汇；其深度为 1：{rows}。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>{count} rows lack emissions, sink or areas and get no footprint: {rows}.</source>
        <translation>{count} 行缺少碳排放、碳汇或面积，没有足迹：{rows}。</translation>
    </message>
    <message>
        <location filename="../core/footprint.py"/>
        <source>{row}: {field} is {value}; give a number that is not negative, or leave it empty.</source>
        <translation>{row}：{field} 为 {value}；请填写不为负的数，或留空。</translation>
    </message>
    <message>
        <location filename="../core/fuel_names.py"/>
        <source>The table of fuel names needs the columns name and fuel; add them.</source>
        <translation>燃料名称表需要 name 和 fuel 两列；请补充。</translation>
    </message>
    <message>
        <location filename="../core/fuel_names.py"/>
        <source>Table of fuel names, row {number}: &apos;{name}&apos; means &apos;{fuel}&apos;, which is no known fuel or has no name; give one of {known}.</source>
        <translation>燃料名称表第 {number} 行：“{name}”对应“{fuel}”，后者不是已知燃料或没有名称；请使用 {known} 之一。</translation>
    </message>
    <message>
        <location filename="../core/fuel_names.py"/>
        <source>Table of fuel names, row {number}: &apos;{name}&apos; stands there already with another fuel; keep one.</source>
        <translation>燃料名称表第 {number} 行：“{name}”已对应另一种燃料；请只保留一个。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>The factor set &apos;{name}&apos; is not known; use one of {sets}.</source>
        <translation>排放因子“{name}”无法识别；请使用 {sets} 之一。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>The factor table has no column &apos;fuel&apos;; add one with the names of the fuels.</source>
        <translation>因子表没有“fuel”列；请添加一列填写燃料名称。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number}: &apos;{fuel}&apos; is not a fuel that is burnt; correct the name or remove the row.</source>
        <translation>因子表，第 {number} 行：“{fuel}”不是会燃烧的燃料；请更正名称或删除该行。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number}: {fuel} stands there twice; remove one of them.</source>
        <translation>因子表，第 {number} 行：{fuel} 出现两次；请删除其中一行。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number} ({fuel}): {column} is &apos;{value}&apos;; give a number that is not negative, and not above 1 for the oxidation.</source>
        <translation>因子表，第 {number} 行（{fuel}）：{column} 为“{value}”；请填写不为负的数，氧化率不得大于 1。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number} ({fuel}): factors per &apos;{unit}&apos; do not fit this fuel; give them per {expected}.</source>
        <translation>因子表，第 {number} 行（{fuel}）：以“{unit}”为单位的因子不适用于该燃料；请按每 {expected} 给出。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number} ({fuel}): ef_tco2 is {given}, but NCV, carbon content and oxidation give {product:.4f}; correct them or leave one empty.</source>
        <translation>因子表，第 {number} 行（{fuel}）：ef_tco2 为 {given}，而由热值、含碳量和氧化率得到 {product:.4f}；请更正，或将其中之一留空。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number} ({fuel}): there is no emission factor; give ef_tco2, or ncv_kj_per_unit, carbon_tc_per_tj and oxidation.</source>
        <translation>因子表，第 {number} 行（{fuel}）：没有排放因子；请给出 ef_tco2，或给出 ncv_kj_per_unit、carbon_tc_per_tj 和 oxidation。</translation>
    </message>
    <message>
        <location filename="../core/fuels.py"/>
        <source>Factor table, row {number} ({fuel}): {carbon:.3f} t of carbon in one t of fuel is impossible; check the factors and their unit.</source>
        <translation>因子表，第 {number} 行（{fuel}）：1 t 燃料含碳 {carbon:.3f} t 是不可能的；请检查因子及其单位。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field} {year}: the edge of the map&apos;s projection cuts the line, which is not drawn; choose another coordinate reference system for the layer.</source>
        <translation>{field} {year}：地图投影的边缘切断了该线，因此不予绘制；请为图层选择另一个坐标参考系。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field} is negative in {places}; a centre needs weights of 0 or more, so correct them or choose another field.</source>
        <translation>{field} 在以下位置为负：{places}；求重心需要不小于 0 的权重，请更正或选择其他字段。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field}: {count} of {n} values are missing and left out.</source>
        <translation>{field}：{n} 个值中有 {count} 个缺失，不参与计算。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field}: these regions have no value in some years, which shifts the centre although nothing moved: {regions}; fill the gaps, or leave the regions out of all years.</source>
        <translation>{field}：以下区域在某些年份没有值，即使没有任何变化，重心也会偏移：{regions}；请补全缺口，或在所有年份中都去掉这些区域。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field}: no region has a value above 0{year}, so there is no centre.</source>
        <translation>{field}：{year}没有任何区域的值大于 0，因此没有重心。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field}: the search for the centre did not converge{year}; the regions may lie all around the globe, so take fewer of them.</source>
        <translation>{field}：重心的搜索未收敛{year}；各区域可能分布于全球，请减少区域。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field}: the edge of the map lies between the regions{year}, so that the mean of their coordinates may be on the other side of the earth; choose the ellipsoid.</source>
        <translation>{field}：地图投影的边缘位于各区域之间{year}，其坐标的平均可能落在地球的另一侧；请选择椭球面（ellipsoid）。</translation>
    </message>
    <message>
        <location filename="../core/gravity_centre.py"/>
        <source>{field}: some regions are more than a quarter of the globe from the centre{year}, so that it may not be the only one.</source>
        <translation>{field}：{year}有些区域与重心的距离超过地球周长的四分之一，重心可能不唯一。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>{field} looks like a ratio or an amount per head, and a sum of these over regions means nothing; choose mean or none for TOTALS.</source>
        <translation>{field} 看来是比率或人均量，对各区域求和没有意义；请为 TOTALS 选择 mean 或 none。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>{field}: regions without any value are not in the total: {regions}.</source>
        <translation>{field}：没有任何值的区域不计入合计：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>{field}: there is no total for {years}, because the years could not be compared: a value lacks in {regions}. Fill the gaps, or leave these regions out by a selection.</source>
        <translation>{field}：{years} 没有合计，因为这些年份无法相互比较：{regions} 缺值。请填补缺值，或通过选择排除这些区域。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>BREAK_YEARS: {wrong} cannot end a phase; choose among the years with values between the first and the last: {years}.</source>
        <translation>BREAK_YEARS：{wrong} 不能结束一个阶段；请从首末年之间有值的年份中选择：{years}。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>A break year has no value in {regions}: there, a phase ends with the last value before it, and the next begins with the first value after it.</source>
        <translation>{regions} 在某个断点年没有值：其阶段以断点年之前的最后一个值结束，下一阶段从其后的第一个值开始。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>Breakpoints are not looked for in {count} of {n} series, which have less than {least} values, or values that are zero or negative: {regions}.</source>
        <translation>{n} 个序列中有 {count} 个不寻找断点，因为它们的值少于 {least} 个，或含有零或负值：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>{region}: the growth rate changes in {years}.</source>
        <translation>{region}：增长率在 {years} 年发生变化。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>{field}: values that are zero or negative have no logarithm, and the rates that need it are empty: {regions}.</source>
        <translation>{field}：零或负值没有对数，需要对数的增长率为空：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/growth.py"/>
        <source>{field}: growth needs values of two years or more: {regions}.</source>
        <translation>{field}：计算增长需要至少两年的值：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}{year}: nothing is shared, for no region has a {field} above 0 and a base; Gini and Theil are NULL.</source>
        <translation>{source}{year}：没有可供分配的量，因为没有区域同时具有大于 0 的 {field} 和基准；基尼系数和泰尔指数为 NULL。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: there is no {base}; every region counts equally.</source>
        <translation>{source}：没有 {base}；各区域按等权计算。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{field} is a ratio already, and is divided by {base} here once more; choose the quantity itself, or no base.</source>
        <translation>{field} 本身已是比值，在此又被 {base} 除了一次；请选择总量字段，或不设基准。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: {region} has a negative {field}{year} ({value}), of which there is no share; correct it or leave it empty.</source>
        <translation>{source}：{region} 的 {field}{year}为负（{value}），无法计算份额；请更正或留空。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: {region} has a {field} of {value}{year}; give one above 0, or leave it empty.</source>
        <translation>{source}：{region} 的 {field} 为 {value}{year}；请填写大于 0 的数，或留空。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: no region is in a group of {groups}, so that Gini and Theil are not split; choose a field with groups for a split.</source>
        <translation>{source}：没有区域属于 {groups} 的任何一组，因此不对基尼系数和泰尔指数作分解；如需分解，请选择分组字段。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: in no group of {groups}: {regions}; in the split they make up one of their own.</source>
        <translation>{source}：不属于 {groups} 任何一组的区域：{regions}；分解时它们自成一组。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: {count} of {n} rows lack a value and are left out: {places}.</source>
        <translation>{source}：{n} 行中有 {count} 行缺少数值，未参与计算：{places}。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: the years do not have the same regions, so that a change of Gini or Theil may be a change of regions; missing: {missing}.</source>
        <translation>{source}：各年份的区域不一致，基尼系数或泰尔指数的变化可能只是区域的变化；缺少：{missing}。</translation>
    </message>
    <message>
        <location filename="../core/inequality.py"/>
        <source>{source}: a {field} of 0 makes the mean log deviation (theil_l) infinite; it is left NULL: {places}.</source>
        <translation>{source}：{field} 为 0 使平均对数离差（theil_l）成为无穷大，记为 NULL：{places}。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet} holds emissions and not energy; choose the energy inventory.</source>
        <translation>{file}，工作表 {sheet} 是排放清单而不是能源清单；请选择能源清单。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}: fuels are expected in row 1 and the published rows of final consumption below; restore the published form.</source>
        <translation>{file}，工作表 {sheet}：第 1 行应为燃料，其下应为公布的终端消费各行；请恢复发布时的格式。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>sheets {sheets}, which are no inventories</source>
        <translation>工作表 {sheets}，不是清单</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}: {count} sheets have no row of units ({sheets}); they are read in the units of CEADs: 10^4 t, gases 10^8 m3, heat 10^10 kJ, electricity 10^8 kWh, other energy 10^4 tce.</source>
        <translation>{file}：{count} 个工作表没有单位行（{sheets}）；按 CEADs 单位读取：10^4 t，气体 10^8 m3，热力 10^10 kJ，电力 10^8 kWh，其他能源 10^4 tce。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>CEADs: the row &apos;{row}&apos;</source>
        <translation>CEADs：“{row}”行</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>CEADs: the {count} industry rows &apos;{first}&apos; to &apos;{last}&apos;</source>
        <translation>CEADs：{count} 个工业行，“{first}”至“{last}”</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}: the name does not end with a year; name it like InnerMongolia2019.</source>
        <translation>{file}，工作表 {sheet}：名称末尾没有年份；请按 InnerMongolia2019 的形式命名。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}, row {row} ({label}): {fuel} is &apos;{cell}&apos;; give a number that is not negative, 0 where none is used.</source>
        <translation>{file}，工作表 {sheet}，第 {row} 行（{label}）：{fuel} 为“{cell}”；请填写不为负的数，未使用填 0。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>sheet {sheet}, column {column}</source>
        <translation>工作表 {sheet}，列 {column}</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}: the column &apos;{column}&apos; stands there beside another of {fuel}; remove one.</source>
        <translation>{file}，工作表 {sheet}：列“{column}”与另一列同为{fuel}；请删除其一。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}: the column of {fuel} is missing; add it.</source>
        <translation>{file}，工作表 {sheet}：缺少 {fuel} 列；请补充。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}, row {row}: the row has no name and is taken as &apos;{name}&apos;, the only one missing at its place.</source>
        <translation>{file}，工作表 {sheet}，第 {row} 行：该行没有名称，按其位置上唯一缺少的“{name}”处理。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}, row {row}: the row has numbers and no name; restore its published name or remove it.</source>
        <translation>{file}，工作表 {sheet}，第 {row} 行：该行有数字而没有名称；请恢复公布的名称或删除该行。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}: the row &apos;{row}&apos; stands there {count} times instead of once; restore the published row names.</source>
        <translation>{file}，工作表 {sheet}：行“{row}”出现 {count} 次，应为一次；请恢复发布时的行名。</translation>
    </message>
    <message>
        <location filename="../core/inventories.py"/>
        <source>{file}, sheet {sheet}: the row &apos;{row}&apos; is not one of the published rows of final consumption; restore its name or remove it.</source>
        <translation>{file}，工作表 {sheet}：行“{row}”不是发布的终端消费行；请恢复其名称或删除该行。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>Regions of the layer that have no name are left out.</source>
        <translation>图层中没有名称的区域不予计入。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table} has no column &apos;region&apos;; rename the column with the names of the regions.</source>
        <translation>{table} 没有“region”列；请将存放区域名称的列改为此名。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>The column &apos;{column}&apos; of {table} is there already; it comes out as &apos;{name}&apos;.</source>
        <translation>{table} 的列“{column}”已经存在；输出时命名为“{name}”。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table}: &apos;{column}&apos; is taken as {key}.</source>
        <translation>{table}：“{column}”被视为 {key}。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>The tables have no year in common; take the years of all of them (union).</source>
        <translation>各表没有共同的年份；请取所有表的年份（union）。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table}: {years} are left out, as YEARS is {choice}.</source>
        <translation>{table}：因 YEARS 为 {choice}，略去 {years}。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>The layer has {count} regions called {names}; join their parts or choose a field that tells them apart.</source>
        <translation>图层中有 {count} 个区域名为 {names}；请合并其各部分，或选择能够区分它们的字段。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table} has a row for each &apos;{column}&apos;; run the tool {tool} on it first and join its result.</source>
        <translation>{table} 对每个“{column}”各有一行；请先对它运行工具“{tool}”，再连接其结果。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table} has several rows for {place}; keep one.</source>
        <translation>{table} 中 {place} 有多行；请保留一行。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table}: {count} names are no region of the layer (in brackets the nearest ones): {names}; correct them in the table or leave them out.</source>
        <translation>{table}：{count} 个名称不是图层中的区域（括号内为最接近的名称）：{names}；请在表中更正或不予理会。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>{table}: {count} regions of the layer have no row: {names}; their values stay empty.</source>
        <translation>{table}：图层中有 {count} 个区域没有对应行：{names}；其值留空。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>&apos;{how}&apos; is no way to match land-cover years; use one of {ways}.</source>
        <translation>“{how}”不是匹配土地覆被年份的方式；请使用 {ways} 之一。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>There is no land cover for {years}; these rows stay empty unless you match the nearest year or interpolate.</source>
        <translation>{years} 年没有土地覆被；这些行留空，除非取最近年份或插值。</translation>
    </message>
    <message>
        <location filename="../core/joins.py"/>
        <source>Land cover of {used} is used for {years} ({how}).</source>
        <translation>{used} 年的土地覆被用于 {years} 年（{how}）。</translation>
    </message>
    <message>
        <location filename="../core/known_breaks.py"/>
        <source>The table has {region} before {year}, when it was a part of {other}.</source>
        <translation>该表含有 {year} 年以前的 {region}，当时它属于 {other}。</translation>
    </message>
    <message>
        <location filename="../core/known_breaks.py"/>
        <source>The table has {region} in or after {year}, when it became a part of {other}.</source>
        <translation>该表含有 {year} 年及以后的 {region}，而它自该年起已并入 {other}。</translation>
    </message>
    <message>
        <location filename="../core/known_breaks.py"/>
        <source>The statistics of {variable} have a break: before {year} and since.</source>
        <translation>{variable} 的统计口径在 {year} 年前后不同。</translation>
    </message>
    <message>
        <location filename="../core/known_breaks.py"/>
        <source>{table}: {what}</source>
        <translation>{table}：{what}</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>There is no legend {legend}; choose one of {legends}.</source>
        <translation>没有分类体系 {legend}；请从 {legends} 中选择。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The custom legend needs a legend table with the columns class, class_name and category.</source>
        <translation>自定义分类体系需要含 class、class_name 和 category 列的分类表。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The legend table has no column {columns}; it needs class, class_name and category.</source>
        <translation>分类表没有 {columns} 列；它需要 class、class_name 和 category。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The legend table has no rows; give every class one.</source>
        <translation>分类表没有数据行；请为每个类别填写一行。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>Legend table, row {row}: the class {text} is no whole number; write the code of the raster.</source>
        <translation>分类表，第 {row} 行：类别 {text} 不是整数；请填写栅格的代码。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>Legend table, row {row}: the category {category} is unknown; write forest, grass or none.</source>
        <translation>分类表，第 {row} 行：类型 {category} 无法识别；请填写 forest、grass 或 none。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>Legend table: the class {code} occurs more than once; keep one row.</source>
        <translation>分类表：类别 {code} 出现不止一次；请保留一行。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The {category} class {code} is not in the legend {legend}; choose a class that is, or add it by a legend table.</source>
        <translation>{category} 类别 {code} 不在分类体系 {legend} 中；请选择其中的类别，或用分类表补充。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The class {code} cannot be forest and grass at once; choose one.</source>
        <translation>类别 {code} 不能同时是森林和草地；请选择其一。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The year pattern {pattern} is no regular expression ({reason}); correct it, for example to _([0-9]{{4}})_.</source>
        <translation>年份模式 {pattern} 不是正则表达式（{reason}）；请更正，例如改为 _([0-9]{{4}})_。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The year pattern {pattern} must have exactly one group, the year, or a group named year, as in _([0-9]{{4}})_.</source>
        <translation>年份模式 {pattern} 必须恰有一个组（即年份），或含名为 year 的组，如 _([0-9]{{4}})_。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>{file}: no year found in the name; rename the file or set the year pattern.</source>
        <translation>{file}：文件名中没有找到年份；请重命名文件或设置年份模式。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>{file}: the year is not clear, the year pattern finds {found}; set the pattern so that it finds one year of four digits.</source>
        <translation>{file}：年份不明确，年份模式找到 {found}；请修改模式，使其只找到一个四位年份。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>There is no land-cover raster; choose at least one.</source>
        <translation>没有土地覆被栅格；请至少选择一个。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>The year {year} has more than one raster: {rasters}; keep one, or join the parts of one year by a VRT.</source>
        <translation>{year} 年有不止一个栅格：{rasters}；请保留一个，或将同一年的各部分合成为 VRT。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>{raster}: these codes are not in the legend: {codes}; choose another legend or add them by a legend table.</source>
        <translation>{raster}：以下代码不在分类体系中：{codes}；请选择其他分类体系，或用分类表补充。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>{raster}: {codes} often means no data; if so, declare it as the nodata value.</source>
        <translation>{raster}：{codes} 常表示无数据；如确属如此，请将其设为无数据值。</translation>
    </message>
    <message>
        <location filename="../core/landcover.py"/>
        <source>{raster}: there is no data in a large part of these regions: {regions}.</source>
        <translation>{raster}：以下区域大部分没有数据：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/lisa_transitions.py"/>
        <source>{count} of {n} transitions have no type, because the region has no value or no neighbour in one of the years: {regions}.</source>
        <translation>{n} 次跃迁中有 {count} 次没有类型，因为区域在其中一年没有数值或没有邻域：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/lisa_transitions.py"/>
        <source>{count} of {n} transitions have no type, because one of their ends is not significant.</source>
        <translation>{n} 次跃迁中有 {count} 次没有类型，因为至少一端不显著。</translation>
    </message>
    <message>
        <location filename="../core/lisa_transitions.py"/>
        <source>The pairs of years span {spans} years; what is pooled mixes longer and shorter times.</source>
        <translation>各年份对的跨度为 {spans} 年，合并结果混合了长短不同的时段。</translation>
    </message>
    <message>
        <location filename="../core/lisa_transitions.py"/>
        <source>The time paths pass over {years}, in which no region has a score.</source>
        <translation>时间路径略过 {years}：这些年份没有区域有标准分数。</translation>
    </message>
    <message>
        <location filename="../core/lisa_transitions.py"/>
        <source>{count} of {n} regions have no time path, because they lack a value or a neighbour in one of the years: {regions}.</source>
        <translation>{n} 个区域中有 {count} 个没有时间路径，因为其中某年缺少数值或邻域：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/log.py"/>
        <source>Unknown {what} {value}; choose one of {known}.</source>
        <translation>未知的 {what} {value}；请从 {known} 中选择。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>Computed.</source>
        <translation>已计算。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>Row {row} ({region} {year}) has no whole year, is of a region without place among the neighbours, or stands there twice; correct it or leave it out.</source>
        <translation>第 {row} 行（{region} {year}）没有整数年份，或其区域不在邻接关系中，或出现两次；请更正或将其排除。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>There are no regions; check the layer and its selection.</source>
        <translation>没有区域；请检查图层及其选择。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>Number of permutations {permutations}: choose {least} or more.</source>
        <translation>置换次数 {permutations}：请选择 {least} 或更多。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>Significance level {alpha}: choose a number between 0 and 1.</source>
        <translation>显著性水平 {alpha}：请选择 0 与 1 之间的数。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>Unknown choice {value}; use one of {allowed}.</source>
        <translation>未知选项 {value}；请使用 {allowed} 之一。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: there are {values} values for {n} regions; give one for each.</source>
        <translation>{label}：{n} 个区域有 {values} 个值；每个区域应有一个。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: {count} of {n} regions have no value and are left out.</source>
        <translation>{label}：{n} 个区域中有 {count} 个没有值，不参与计算。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: no neighbour of these regions has a value: {names}.</source>
        <translation>{label}：以下区域的邻居均没有值：{names}。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: {n} regions have a value and a neighbour; at least {least} are needed.</source>
        <translation>{label}：有值且有邻居的区域为 {n} 个；至少需要 {least} 个。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: all {n} values are equal, so spatial autocorrelation is undefined.</source>
        <translation>{label}：全部 {n} 个值相等，空间自相关无定义。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: no region has a neighbour.</source>
        <translation>{label}：没有一个区域有邻居。</translation>
    </message>
    <message>
        <location filename="../core/moran.py"/>
        <source>{label}: {count} of {n} values equal {value}; ties make p-values larger.</source>
        <translation>{label}：{n} 个值中有 {count} 个等于 {value}；并列值使 p 值偏大。</translation>
    </message>
    <message>
        <location filename="../core/natural_breaks.py"/>
        <source>There are no values to classify.</source>
        <translation>没有可供分级的值。</translation>
    </message>
    <message>
        <location filename="../core/natural_breaks.py"/>
        <source>The Python package mapclassify is missing: the classes of the map hold equal numbers of regions instead of following natural breaks; install it for those.</source>
        <translation>缺少 Python 包 mapclassify：地图分级改为各级区域数相等，而非自然断点；如需自然断点请安装该包。</translation>
    </message>
    <message>
        <location filename="../core/natural_breaks.py"/>
        <source>{distinct} distinct values make {used} classes instead of {k}.</source>
        <translation>{distinct} 个不同的值分为 {used} 级，而非 {k} 级。</translation>
    </message>
    <message>
        <location filename="../core/natural_breaks.py"/>
        <source>Natural breaks come from {used} values evenly spaced by rank among {n}.</source>
        <translation>自然断点由 {n} 个值中按秩等间隔选取的 {used} 个值得到。</translation>
    </message>
    <message>
        <location filename="../core/natural_breaks.py"/>
        <source>Depth reaches {deepest}; the classes are natural breaks of its logarithm.</source>
        <translation>足迹深度最大为 {deepest}；按其对数的自然断点分级。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}: there are no columns of regions and years; name them region and year, or put the years into the header.</source>
        <translation>{file}：没有区域列和年份列；请将其命名为 region 和 year，或将年份放在表头。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}: {regions} regions, {years} years ({first} to {last}), {missing} values missing.</source>
        <translation>{file}：{regions} 个地区，{years} 个年份（{first} 至 {last}），缺失 {missing} 个值。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}: the table says {printed}, but {unit} was given and is used; check which is right.</source>
        <translation>{file}：表中写明 {printed}，但给定并采用了 {unit}；请核对哪一个正确。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}: values are converted from {unit} to {base}.</source>
        <translation>{file}：数值由 {unit} 换算为 {base}。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}: no row has numbers; fill in the columns of the years, or choose another table.</source>
        <translation>{file}：没有任何一行含有数值；请填写各年份的列，或选择另一张表。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}, row {row}: &apos;{name}&apos; has no numbers and is left out.</source>
        <translation>{file}，第 {row} 行：“{name}”没有数值，不予计入。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}: it is not clear which column holds the values, of {columns}; give the name of one.</source>
        <translation>{file}：无法确定 {columns} 中哪一列存放数值；请给出其名称。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>{file}, row {row}: {region} {year} stands there twice; keep one.</source>
        <translation>{file}，第 {row} 行：{region} {year} 出现两次；请保留一个。</translation>
    </message>
    <message>
        <location filename="../core/panels.py"/>
        <source>Population: {region} would have {persons} persons; choose the unit that the table really has (persons or 10^4 persons).</source>
        <translation>人口：{region} 将有 {persons} 人；请选择表中实际使用的单位（persons 或 10^4 persons）。</translation>
    </message>
    <message>
        <location filename="../core/places.py"/>
        <source>The coordinate reference system {crs} has no place on the earth; assign a geographic or projected one.</source>
        <translation>坐标参考系 {crs} 在地球上没有位置；请指定地理或投影坐标参考系。</translation>
    </message>
    <message>
        <location filename="../core/places.py"/>
        <source>The longitudes of the regions span more than 180 degrees, so that their mean may be on the other side of the earth; choose the ellipsoid.</source>
        <translation>各区域的经度跨度超过 180 度，其平均可能落在地球的另一侧；请选择椭球面（ellipsoid）。</translation>
    </message>
    <message>
        <location filename="../core/places.py"/>
        <source>These regions have no place on the earth: {regions}; their geometry is empty or does not fit the coordinate reference system, so repair the layer.</source>
        <translation>以下区域在地球上没有位置：{regions}；其几何为空，或与坐标参考系不符，请修复图层。</translation>
    </message>
    <message>
        <location filename="../core/places.py"/>
        <source>The edge of the map may lie between the parts of these regions, which puts the centroid in its plane on the other side of the earth: {regions}; choose the ellipsoid, or a point inside.</source>
        <translation>地图投影的边缘可能位于下列区域的各部分之间，其平面质心会落在地球的另一侧：{regions}；请选择椭球面（ellipsoid），或选择内部点（inside）。</translation>
    </message>
    <message>
        <location filename="../core/places.py"/>
        <source>The edge of the map may lie between the points of these regions, which puts their middle on the other side of the earth: {regions}; give each region a single point.</source>
        <translation>地图投影的边缘可能位于下列区域的各点之间，其中点会落在地球的另一侧：{regions}；请为每个区域只保留一个点。</translation>
    </message>
    <message>
        <location filename="../core/places.py"/>
        <source>These regions had an invalid polygon, which was repaired: {regions}.</source>
        <translation>以下区域的多边形无效，已修复：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>There are no regions with an area; choose a polygon layer.</source>
        <translation>没有面积不为零的区域；请选择多边形图层。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>Feature {row} of the regions has no name; fill in the field of the region, or choose another.</source>
        <translation>区域图层第 {row} 个要素没有名称；请填写区域字段，或另选字段。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>Region {region}: its geometry is no polygon; choose a polygon layer.</source>
        <translation>区域 {region}：其几何不是多边形；请选择多边形图层。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>Region {region}: its polygon is invalid and cannot be repaired ({reason}); draw it again.</source>
        <translation>区域 {region}：多边形无效且无法修复（{reason}）；请重新绘制。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>no reason given</source>
        <translation>未说明原因</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>These regions have a feature without area: {regions}.</source>
        <translation>以下区域含有没有面积的要素：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>Region {region}: its features cannot be united ({reason}); dissolve them first.</source>
        <translation>区域 {region}：其各要素无法合并（{reason}）；请先融合这些要素。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>Region {region}: its polygon has coordinates that are no numbers; draw it again.</source>
        <translation>区域 {region}：多边形含有非数值坐标；请重新绘制。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>The layer of regions has no coordinate reference system that GDAL understands; assign one.</source>
        <translation>区域图层没有 GDAL 能够识别的坐标参考系；请指定。</translation>
    </message>
    <message>
        <location filename="../core/polygons.py"/>
        <source>Region {region}: it cannot be brought into the CRS of the raster ({reason}); reproject the raster or cut the region to its surroundings.</source>
        <translation>区域 {region}：无法转换到栅格的坐标参考系（{reason}）；请重投影栅格，或将区域裁剪到其周边范围。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>{count} rows have {field} but no {population}; they are no part of the trend per head.</source>
        <translation>{count} 行有 {field} 但没有 {population}；它们不参与人均趋势的计算。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>{total} is not projected, because these regions in it have no {population} in any year with {field}: {regions}. Fill it in, or leave them out by a selection.</source>
        <translation>{total} 未作预测，因为其中以下区域在有 {field} 的任何年份都没有 {population}：{regions}。请补全，或通过选择排除这些区域。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>The population scenario cannot be used for {regions}; they are not projected.</source>
        <translation>人口情景不能用于 {regions}；不对它们作预测。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>Population scenario: {region} has {people} persons in {year}; give a number above zero, or leave the year out.</source>
        <translation>人口情景：{region} 在 {year} 年的人口为 {people} 人；请给出大于零的数，或去掉该年。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>Population scenario: {region} has {ahead} persons in {year}, and {people} in {last}; give both in the same unit.</source>
        <translation>人口情景：{region} 在 {year} 年为 {ahead} 人，在 {last} 年为 {people} 人；请用相同的单位给出两者。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>Population scenario: {region} begins with {ahead} persons in {year}, and had {people} in {last}; give both in the same unit.</source>
        <translation>人口情景：{region} 在 {year} 年从 {ahead} 人开始，而 {last} 年为 {people} 人；请用相同的单位给出两者。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>{file} has no column of regions, and there is no total of the regions; add the column, or choose sum for TOTALS.</source>
        <translation>{file} 没有区域列，而各区域又没有合计；请添加该列，或为 TOTALS 选择 sum。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>{file}: these regions are not in the input: {regions}.</source>
        <translation>{file}：这些区域不在输入中：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>The last value is older than {year} in {regions}; they are projected from there.</source>
        <translation>{regions} 的最后一个值早于 {year} 年；从各自的最后一个值开始预测。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>There is no projection of {regions}, whose growth rate is not defined.</source>
        <translation>{regions} 没有预测，因为其增长率没有定义。</translation>
    </message>
    <message>
        <location filename="../core/projection.py"/>
        <source>Nothing is projected to {horizon}: choose a year after the last one of the input, and one of the population scenario if there is one.</source>
        <translation>没有预测到 {horizon} 年：请选择输入末年之后的年份；若有人口情景，还须是其中的年份。</translation>
    </message>
    <message>
        <location filename="../core/quadrants.py"/>
        <source>Unknown threshold {threshold}; use one of {known}.</source>
        <translation>未知阈值 {threshold}；请使用 {known} 之一。</translation>
    </message>
    <message>
        <location filename="../core/quadrants.py"/>
        <source>There are {size} sizes and {depth} depths; give both for each region.</source>
        <translation>足迹广度有 {size} 个，足迹深度有 {depth} 个；每个区域两者都须给出。</translation>
    </message>
    <message>
        <location filename="../core/quadrants.py"/>
        <source>{label}: {count} of {n} regions lack size or depth and have no quadrant.</source>
        <translation>{label}：{n} 个区域中有 {count} 个缺少足迹广度或深度，没有象限。</translation>
    </message>
    <message>
        <location filename="../core/quadrants.py"/>
        <source>size</source>
        <translation>足迹广度</translation>
    </message>
    <message>
        <location filename="../core/quadrants.py"/>
        <source>depth</source>
        <translation>足迹深度</translation>
    </message>
    <message>
        <location filename="../core/quadrants.py"/>
        <source>{label}: all values of {name} are equal, so none is above or below the mean; a fixed threshold may serve better.</source>
        <translation>{label}：{name} 的所有值相等，没有高于或低于均值之分；采用固定阈值可能更合适。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: GDAL cannot open this raster ({reason}); check the path and the file.</source>
        <translation>{raster}：GDAL 无法打开此栅格（{reason}）；请检查路径和文件。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: there is no band {band}, the file has {count}; choose another band, or a subdataset of the file.</source>
        <translation>{raster}：没有波段 {band}，文件共有 {count} 个波段；请选择其他波段，或文件的子数据集。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: the raster has no coordinate reference system, so that areas are not defined; assign one, for example with gdal_edit -a_srs.</source>
        <translation>{raster}：栅格没有坐标参考系，面积无从定义；请指定坐标参考系，例如用 gdal_edit -a_srs。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: the raster has no georeference; warp it with gdalwarp first.</source>
        <translation>{raster}：栅格没有地理参考；请先用 gdalwarp 校正。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: the raster is rotated or sheared; straighten it with gdalwarp -r near first.</source>
        <translation>{raster}：栅格有旋转或错切；请先用 gdalwarp -r near 校正。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: the band holds complex numbers, not classes; choose another band.</source>
        <translation>{raster}：波段存放的是复数而不是类别；请选择其他波段。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: the file is damaged or incomplete at columns {column} to {last_column}, rows {row} to {last_row} (block {block_column}, {block_row}): {reason}; get the file again.</source>
        <translation>{raster}：文件在列 {column} 至 {last_column}、行 {row} 至 {last_row}（块 {block_column}, {block_row}）损坏或不完整：{reason}；请重新获取该文件。</translation>
    </message>
    <message>
        <location filename="../core/rasters.py"/>
        <source>{raster}: the value {value} is not a class code; choose a raster of classes, or declare the value as no data.</source>
        <translation>{raster}：值 {value} 不是类别代码；请选择分类栅格，或将该值设为无数据。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>The Python package {package} cannot be imported ({error}); install it with &apos;apt install python3-{package}&apos; (Debian 13) or with &apos;pip install {package}&apos; and the constraints file of this plugin, then restart QGIS.</source>
        <translation>无法导入 Python 包 {package}（{error}）；请用 &apos;apt install python3-{package}&apos;（Debian 13）或 &apos;pip install {package}&apos; 并配合本插件的约束文件安装，然后重启 QGIS。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Regions without neighbours, joined to the nearest region: {pairs}.</source>
        <translation>无邻接的区域，已与最近的区域相连：{pairs}。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Regions without neighbours, left out of the statistics: {names}.</source>
        <translation>无邻接的区域，不参与统计：{names}。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Regions without neighbours, counted in n only: {names}.</source>
        <translation>无邻接的区域，只计入 n：{names}。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Unknown weights {kind}; use one of {kinds}.</source>
        <translation>未知的空间权重 {kind}；请使用 {kinds} 之一。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Unknown rule for islands {islands}; use one of {rules}.</source>
        <translation>未知的无邻接区域规则 {islands}；请使用 {rules} 之一。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Region names occur more than once: {names}; give each region one feature.</source>
        <translation>区域名称出现不止一次：{names}；每个区域只能有一个要素。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Spatial weights need at least two regions; there are {n}.</source>
        <translation>空间权重至少需要两个区域；现有 {n} 个。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Number of nearest neighbours {k}: choose 1 to {most} for {n} regions.</source>
        <translation>最近邻数目 {k}：{n} 个区域请选择 1 至 {most}。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Distance {distance} km: choose a number above 0.</source>
        <translation>距离 {distance} km：请选择大于 0 的数。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>There are {geometries} geometries for {ids} regions; give one for each.</source>
        <translation>{ids} 个区域有 {geometries} 个几何；每个区域应有一个。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Region {region} has no polygon; give it one or leave the region out.</source>
        <translation>区域 {region} 没有多边形；请补充，或将该区域排除。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Invalid polygons repaired: {names}.</source>
        <translation>已修复的无效多边形：{names}。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>The regions have no coordinate reference system; their coordinates look like degrees and are taken as longitude and latitude.</source>
        <translation>区域没有坐标参考系；其坐标形似度数，按经度和纬度处理。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>The regions have no coordinate reference system; map units are taken as metres.</source>
        <translation>区域没有坐标参考系；地图单位按米处理。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Neighbours are polygons at most {tolerance} map units apart.</source>
        <translation>间距不超过 {tolerance} 地图单位的多边形视为相邻。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Distances are great circles between a point inside each region, in km.</source>
        <translation>距离为各区域内一点之间的大圆距离，单位 km。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Distance chosen so that every region has a neighbour: {distance} km.</source>
        <translation>所选距离使每个区域都有邻居：{distance} km。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Weights file {file}: choose a file that ends in .gal or .gwt.</source>
        <translation>权重文件 {file}：请选择以 .gal 或 .gwt 结尾的文件。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Weights file {file} cannot be read: {error}.</source>
        <translation>权重文件 {file} 无法读取：{error}。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Weights file {file} is damaged or is no {kind} file; write it anew.</source>
        <translation>权重文件 {file} 已损坏或不是 {kind} 文件；请重新生成。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Weights file {file} names regions that the layer lacks: {names}; use the file that was made for this layer.</source>
        <translation>权重文件 {file} 中有图层没有的区域：{names}；请使用为该图层生成的文件。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Weights file {file} lacks regions of the layer: {names}; use the file that was made for this layer.</source>
        <translation>权重文件 {file} 缺少图层中的区域：{names}；请使用为该图层生成的文件。</translation>
    </message>
    <message>
        <location filename="../core/spatial_weights.py"/>
        <source>Neighbours are read from {file}; each one has the same weight.</source>
        <translation>邻接关系读自 {file}；各邻居权重相同。</translation>
    </message>
    <message>
        <location filename="../core/study.py"/>
        <source>The size per head needs a table of the population; give one, or take the total.</source>
        <translation>人均足迹广度需要人口表；请提供，或改用总足迹广度。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>There are {count} more faults like these.</source>
        <translation>还有 {count} 处类似的错误。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}, row {row}, column &apos;{column}&apos;: &apos;{cell}&apos; is not a number; correct it or leave it empty.</source>
        <translation>{file}，第 {row} 行，列“{column}”：“{cell}”不是数值；请更正或留空。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}, row {row}, column &apos;{column}&apos;: &apos;{cell}&apos; is not a year; write it like 2019.</source>
        <translation>{file}，第 {row} 行，列“{column}”：“{cell}”不是年份；请写成 2019 的形式。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}: there is no such file; check the path.</source>
        <translation>{file}：没有此文件；请检查路径。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file} is not a table that can be read; save it as CSV, XLSX, XLS or ODS.</source>
        <translation>{file} 不是可读取的表；请另存为 CSV、XLSX、XLS 或 ODS。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file} is empty; choose a file with data.</source>
        <translation>{file} 为空；请选择有数据的文件。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file} cannot be opened as a {kind} workbook; it may be damaged or of another kind, save it again from a spreadsheet program.</source>
        <translation>{file} 无法作为 {kind} 工作簿打开；文件可能已损坏或属于其他类型，请用电子表格软件重新保存。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}: {count} cells hold formulas without a saved result and count as empty ({cells}); open it in a spreadsheet program and save it.</source>
        <translation>{file}：{count} 个单元格的公式没有保存结果，按空值处理（{cells}）；请用电子表格程序打开并保存。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}: titles and notes, not read as data: {notes}.</source>
        <translation>{file}：标题和注释，未作为数据读取：{notes}。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}, row {row}: there are more cells than the header has columns; name every column.</source>
        <translation>{file}，第 {row} 行：单元格数多于表头的列数；请为每一列命名。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file}: two columns are called &apos;{column}&apos;; rename or remove one.</source>
        <translation>{file}：有两列同名“{column}”；请更名或删除其一。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file} has a header and no rows; choose a file with data.</source>
        <translation>{file} 只有表头而没有数据行；请选择有数据的文件。</translation>
    </message>
    <message>
        <location filename="../core/tables.py"/>
        <source>{file} has the sheets {sheets}; name the one to read, as in {file}|layername={example}.</source>
        <translation>{file} 有工作表 {sheets}；请指明要读取的一个，例如 {file}|layername={example}。</translation>
    </message>
    <message>
        <location filename="../core/templates.py"/>
        <source>No template is chosen; choose one or more.</source>
        <translation>未选择模板；请选择一个或多个。</translation>
    </message>
    <message>
        <location filename="../core/templates.py"/>
        <source>The region &apos;{name}&apos; has no letter and no digit, so that no table can name it; rename it or choose another field.</source>
        <translation>区域“{name}”既无文字也无数字，任何表都无法指称它；请改名或选择其他字段。</translation>
    </message>
    <message>
        <location filename="../core/templates.py"/>
        <source>{folder} already has {files}, and what may be filled in is not overwritten; choose another folder or move these files.</source>
        <translation>{folder} 中已有 {files}，可能已填写的文件不会被覆盖；请选择其他文件夹或移走这些文件。</translation>
    </message>
    <message>
        <location filename="../core/text_files.py"/>
        <source>{file}: text in {encoding}, columns separated by {delimiter}, decimal {decimal}.</source>
        <translation>{file}：文本编码 {encoding}，列分隔符 {delimiter}，小数点 {decimal}。</translation>
    </message>
    <message>
        <location filename="../core/text_files.py"/>
        <source>{file} is not in {encoding}; choose another encoding, or auto.</source>
        <translation>{file} 不是 {encoding} 编码；请选择其他编码或 auto。</translation>
    </message>
    <message>
        <location filename="../core/text_files.py"/>
        <source>{file} is not a text table in UTF-8, GB18030 or UTF-16; save it again as CSV UTF-8.</source>
        <translation>{file} 不是 UTF-8、GB18030 或 UTF-16 编码的文本表格；请重新另存为 CSV UTF-8。</translation>
    </message>
    <message>
        <location filename="../core/text_files.py"/>
        <source>{file}, line {line}: the quotation marks do not match; correct them.</source>
        <translation>{file}，第 {line} 行：引号不配对；请更正。</translation>
    </message>
    <message>
        <location filename="../core/text_files.py"/>
        <source>{file}: is {cell} a thousand and more, or has it a decimal comma? Choose the decimal sign.</source>
        <translation>{file}：{cell} 中的逗号是千位分隔符还是小数点？请选择小数点符号。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>{draws} draws of {count} factors (coefficient of variation): {factors}.</source>
        <translation>对 {count} 个因子抽样 {draws} 次（变异系数）：{factors}。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>Emission factors as a whole</source>
        <translation>排放因子（整体）</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>NEP as a whole</source>
        <translation>NEP（整体）</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>The coefficient of variation of {name} is {value}; give a number that is not negative.</source>
        <translation>{name} 的变异系数为 {value}；请给出非负数。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>{draws} draws are too few for an interval; take {least} or more.</source>
        <translation>{draws} 次抽样不足以给出区间；请取 {least} 次或更多。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>The confidence is {value}; give a share between 0 and 1, for example 0.95.</source>
        <translation>置信度为 {value}；请给出 0 与 1 之间的比例，例如 0.95。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>In {count} rows the depth of the input is not that of its emissions and sink ({rows}); choose the METHOD and the fields with which it was computed.</source>
        <translation>有 {count} 行输入的深度与其排放和碳汇不符（{rows}）；请选择计算该深度时所用的 METHOD 和字段。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>The input has no parts of {field}, by fuel or by land; the whole varies by {cv} %.</source>
        <translation>输入没有 {field} 的分项（按燃料或按土地）；整体按 {cv} % 变动。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>The parts of {field} ({parts}) do not add up to it in {count} rows ({rows}); the whole varies by {cv} % instead of its parts.</source>
        <translation>{field} 的分项（{parts}）在 {count} 行中相加不等于合计（{rows}）；改为整体按 {cv} % 变动。</translation>
    </message>
    <message>
        <location filename="../core/uncertainty.py"/>
        <source>{count} rows lack a part of {field} and get no probability: {rows}.</source>
        <translation>有 {count} 行缺少 {field} 的分项，没有概率：{rows}。</translation>
    </message>
    <message>
        <location filename="../core/units.py"/>
        <source>The unit &apos;{unit}&apos; is not known; did you mean {candidates}?</source>
        <translation>单位“{unit}”无法识别；是否为 {candidates}？</translation>
    </message>
    <message>
        <location filename="../core/units.py"/>
        <source>{region} {year}: the fuel &apos;{fuel}&apos; is not known; rename it or remove the row.</source>
        <translation>{region} {year}：燃料“{fuel}”无法识别；请更名或删除该行。</translation>
    </message>
    <message>
        <location filename="../core/units.py"/>
        <source>{region} {year} {fuel}: the unit &apos;{unit}&apos; is not known; did you mean {candidates}?</source>
        <translation>{region} {year} {fuel}：单位“{unit}”无法识别；是否为 {candidates}？</translation>
    </message>
    <message>
        <location filename="../core/units.py"/>
        <source>{region} {year} {fuel}: &apos;{unit}&apos; cannot measure this fuel; give the amount in {expected} or tce.</source>
        <translation>{region} {year} {fuel}：“{unit}”不能计量此燃料；请以 {expected} 或 tce 给出数量。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>&apos;{pairs}&apos; is no way to pair years; use one of {known}.</source>
        <translation>“{pairs}”不是可用的年份配对方式；请用 {known} 之一。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>A change takes two years, and the data have {years} only; add years.</source>
        <translation>变化需要两个年份，而数据只有 {years}；请补充年份。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>No two years have all of what is compared in half of the {count} regions (in brackets how many have): {years}; fill the gaps, or leave regions out by a selection.</source>
        <translation>没有两个年份能让 {count} 个区域中的半数具备比较所需的全部数值（括号内为具备的区域数）：{years}；请补齐缺口，或通过选择要素排除部分区域。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>Passed over, because fewer than half of the {count} regions have all of what is compared (in brackets how many have): {years}.</source>
        <translation>已跳过，因为 {count} 个区域中具备比较所需全部数值的不到半数（括号内为具备的区域数）：{years}。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>Passed over, because no region has all of what is compared: {years}.</source>
        <translation>以下年份没有任何区域具备全部比较数据，已跳过：{years}。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>There are no pairs of years; write them like 2000-2005, 2005-2010.</source>
        <translation>没有给出年份对；请写成 2000-2005, 2005-2010 的形式。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>&apos;{pair}&apos; is no pair of years; write it like 2000-2005.</source>
        <translation>“{pair}”不是年份对；请写成 2000-2005 的形式。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>&apos;{pair}&apos; does not run forward; write the earlier year first, like 2000-2005.</source>
        <translation>“{pair}”不是由前到后；请先写较早的年份，如 2000-2005。</translation>
    </message>
    <message>
        <location filename="../core/year_pairs.py"/>
        <source>&apos;{pair}&apos;: the data have no year {missing}; choose from {years}.</source>
        <translation>“{pair}”：数据中没有 {missing} 年；请从 {years} 中选择。</translation>
    </message>
    <message>
        <location filename="../core/years.py"/>
        <source>{name}: &apos;{part}&apos; is no year and no span of years; write for example 2011-2021, or 2011,2013,2015, or 2011-2021/2 for every second year.</source>
        <translation>{name}：“{part}”不是年份，也不是年份区间；请写成例如 2011-2021、2011,2013,2015 或 2011-2021/2（每隔一年）。</translation>
    </message>
    <message>
        <location filename="../core/years.py"/>
        <source>{name}: {part} ends before it begins; swap the two years.</source>
        <translation>{name}：{part} 的结束年份早于开始年份；请交换两个年份。</translation>
    </message>
    <message>
        <location filename="../core/years.py"/>
        <source>{name} is empty; write for example 2011-2021.</source>
        <translation>{name} 为空；请写成例如 2011-2021。</translation>
    </message>
    <message>
        <location filename="../core/years.py"/>
        <source>{name}: the data have no {years}; choose from {present}.</source>
        <translation>{name}：数据中没有 {years} 年；请从 {present} 中选择。</translation>
    </message>
    <message>
        <location filename="../core/years.py"/>
        <source>{name}: the data have no {years}; the other years are taken.</source>
        <translation>{name}：数据中没有 {years} 年；采用其余年份。</translation>
    </message>
    <message>
        <location filename="../core/zonal.py"/>
        <source>These regions overlap and are counted separately, each with its full area: {pairs}.</source>
        <translation>以下区域相互重叠，分别按各自的全部面积计算：{pairs}。</translation>
    </message>
    <message>
        <location filename="../core/zonal.py"/>
        <source>{raster}: the raster does not reach these regions: {regions}.</source>
        <translation>{raster}：栅格未覆盖以下区域：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/zonal.py"/>
        <source>{raster}: no cell has its centre in these regions, so that they have no areas: {regions}; use a finer raster.</source>
        <translation>{raster}：以下区域内没有任何像元的中心，因而没有面积：{regions}；请使用更精细的栅格。</translation>
    </message>
    <message>
        <location filename="../core/zonal.py"/>
        <source>{raster}: the raster does not cover these regions fully (share outside): {regions}.</source>
        <translation>{raster}：栅格未完全覆盖以下区域（括号内为栅格之外的比例）：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/zonal.py"/>
        <source>{raster}: the cells are coarse for these regions, their areas differ from those of the polygons: {regions}.</source>
        <translation>{raster}：像元对以下区域过粗，其面积与多边形面积不符：{regions}。</translation>
    </message>
    <message>
        <location filename="../core/zones.py"/>
        <source>{raster}: the raster (x {x0:.6g} to {x1:.6g}, y {y0:.6g} to {y1:.6g} in {raster_crs}) meets none of the regions (x {west:.6g} to {east:.6g}, y {south:.6g} to {north:.6g} in {crs}); check the CRS of both.</source>
        <translation>{raster}：栅格（{raster_crs}，x {x0:.6g} 至 {x1:.6g}，y {y0:.6g} 至 {y1:.6g}）与所有区域（{crs}，x {west:.6g} 至 {east:.6g}，y {south:.6g} 至 {north:.6g}）均不相交；请检查两者的坐标参考系。</translation>
    </message>
</context>
</TS>
