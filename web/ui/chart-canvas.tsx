/** Bars and lines by ECharts, only the parts we use. Tooltips are drawn on the canvas: a strict CSP bars inline styles. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as include, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n.ts';
import { formatNumber } from './format.ts';

include([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  readonly name: string;
  readonly kind: 'bar' | 'line';
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  /** What the chart tells, in one sentence, for those who do not see it. */
  readonly label: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly percent?: boolean;
  /** A horizontal line: the milestone. */
  readonly line?: { readonly value: number; readonly label: string };
  readonly height?: number;
}

const colours = ['#14458f', '#c2650a', '#0b6b41', '#7a3e9d'];

/** ECharts knows no right-to-left: the axis is turned round and the scale put on the other side. */
function optionOf(props: ChartProps, language: string, rtl: boolean): EChartsCoreOption {
  const { percent = false, line } = props;
  const write = (value: number) => formatNumber(value, language, { percent });
  return {
    color: colours,
    animationDuration: 300,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: '#16202e' },
    grid: { left: 8, right: 8, top: props.series.length > 1 ? 40 : 16, bottom: 4, containLabel: true },
    legend: props.series.length > 1 ? { top: 0, textStyle: { color: '#4a5769' } } : undefined,
    tooltip: { trigger: 'axis', renderMode: 'richText', valueFormatter: (value: unknown) => write(Number(value)) },
    xAxis: {
      type: 'category',
      data: props.categories,
      inverse: rtl,
      axisTick: { show: false },
      axisLabel: { color: '#4a5769' },
      axisLine: { lineStyle: { color: '#8391a6' } },
    },
    yAxis: {
      type: 'value',
      position: rtl ? 'right' : 'left',
      scale: percent,
      axisLabel: { color: '#4a5769', formatter: write },
      splitLine: { lineStyle: { color: '#e6eaf1' } },
    },
    series: props.series.map(({ name, kind, values }, i) => ({
      name,
      type: kind,
      data: values,
      barMaxWidth: 32,
      symbolSize: 7,
      itemStyle: { borderRadius: kind === 'bar' ? [3, 3, 0, 0] : 0 },
      ...(i === 0 && line
        ? {
            markLine: {
              symbol: 'none',
              lineStyle: { color: '#16202e', type: 'dashed' },
              label: { formatter: line.label, position: 'insideEndTop', color: '#16202e' },
              data: [{ yAxis: line.value }],
            },
          }
        : {}),
    })),
  };
}

export default function ChartCanvas(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const { language, direction } = useWords();
  useEffect(() => {
    if (!place.current) return undefined;
    const chart = init(place.current);
    chart.setOption(optionOf(props, language, direction === 'rtl'));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [props, language, direction]);
  return <div ref={place} role="img" aria-label={props.label} dir="ltr" style={{ height: props.height ?? 280 }} />;
}
