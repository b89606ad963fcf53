"""Line charts as SVG, readable on light and dark pages, without a library."""

import html
import math

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 72, 168, 56, 56
COLORS = ["#2f6fd6", "#d1495b", "#2a9d6f", "#b8860b", "#7b4fc9", "#3b9fb5"]
STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-size: 15px; font-weight: 600 }
.grid { stroke: #d0d7de; stroke-width: 1 }
.axis { stroke: #57606a; stroke-width: 1 }
.paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid { stroke: #30363d } .axis { stroke: #8b949e } .paper { fill: #0d1117 }
}
</style>"""


def compact(value):
    """12500 → "12.5k", 0.25 → "0.25"."""
    for limit, suffix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:.3g}{suffix}"
    return f"{value:.3g}"


class Axis:
    """Values to pixels, linear from 0 or logarithmic, with the ticks worth a label."""

    def __init__(self, values, start, end, log, margin=1.0):
        values = [value for value in values if value is not None]
        self.start, self.end, self.log = start, end, log and min(values) > 0 and max(values) / min(values) >= 8
        if self.log:
            self.low, self.high = min(values) * margin, max(values) / margin
            exponents = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            steps = (1,) if len(exponents) > 3 else (1, 2, 5)
            self.ticks = [step * 10.0**e for e in exponents for step in steps
                          if self.low * 0.999 <= step * 10.0**e <= self.high * 1.001] or [self.low, self.high]
        else:
            self.low, self.high = 0, max(values) * 1.05 or 1
            step = 10 ** math.floor(math.log10(self.high))
            step = step / 5 if self.high / step < 2 else step / 2 if self.high / step < 5 else step
            step = max(step, 1) if all(float(value).is_integer() for value in values) else step
            self.ticks = [i * step for i in range(int(self.high / step) + 1)]

    def at(self, value):
        if self.log:
            low, high = math.log(self.low), math.log(self.high)
            share = (math.log(max(value, self.low)) - low) / ((high - low) or 1)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def line(x1, y1, x2, y2, kind):
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def text(x, y, words, anchor="middle", kind="", turn=""):
    attributes = f' class="{kind}"' if kind else ""
    return f'<text{attributes} x="{x}" y="{y}" text-anchor="{anchor}"{turn}>{html.escape(words)}</text>'


def chart(title, subtitle, x_label, y_label, series, log_x=True, log_y=False):
    """`series` is a list of (name, [(x, y), …]); the whole SVG."""
    series = [(name, [(x, y) for x, y in points if y is not None]) for name, points in series]
    points = [point for _, mine in series for point in mine]
    x_axis = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT, log_x)
    y_axis = Axis([y for _, y in points], HEIGHT - BOTTOM, TOP, log_y, margin=0.8)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
             f'aria-label="{html.escape(title, quote=True)}">', STYLE, f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
             text(LEFT, 22, title, "start", "title"), text(LEFT, 39, subtitle, "start")]
    for tick in y_axis.ticks:
        parts += [line(LEFT, y_axis.at(tick), WIDTH - RIGHT, y_axis.at(tick), "grid"),
                  text(LEFT - 8, y_axis.at(tick) + 4, compact(tick), "end")]
    for tick in x_axis.ticks:
        parts += [line(x_axis.at(tick), HEIGHT - BOTTOM, x_axis.at(tick), HEIGHT - BOTTOM + 5, "axis"),
                  text(x_axis.at(tick), HEIGHT - BOTTOM + 20, compact(tick))]
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts += [line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis"),
              text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x_label),
              text(18, middle, y_label, turn=f' transform="rotate(-90 18 {middle})"')]
    for number, (name, mine) in enumerate(series):
        parts += drawn(mine, x_axis, y_axis, COLORS[number % len(COLORS)])
        y = TOP + 10 + number * 20
        parts += [f'<rect x="{WIDTH - RIGHT + 16}" y="{y - 9}" width="12" height="4" fill="{COLORS[number % len(COLORS)]}"/>',
                  text(WIDTH - RIGHT + 34, y - 3, name, "start")]
    return "\n".join([*parts, "</svg>", ""])


def drawn(points, x_axis, y_axis, color):
    places = [(x_axis.at(x), y_axis.at(y)) for x, y in points]
    path = " ".join(f"{x},{y}" for x, y in places)
    dots = [f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"><title>{compact(px)}: {compact(py)}</title></circle>'
            for (x, y), (px, py) in zip(places, points)]
    return [f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>', *dots]
