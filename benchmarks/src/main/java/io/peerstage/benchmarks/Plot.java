package io.peerstage.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines as a picture that does on light and on dark pages. */
public final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 52;
    private static final List<String> COLOURS =
            List.of("#2f7fd0", "#d9731f", "#3f9b4f", "#b04fb8", "#c0392b", "#7a7a2a", "#2a9d9d");
    private static final int STEPS = 4;

    private static final String STYLE = """
            <style>
              .page { fill: #ffffff } .text { fill: #333333; font: 12px system-ui, sans-serif } .title { font-weight: 600; font-size: 14px }
              .grid { stroke: #d8d8d8 } .axis { stroke: #777777 } .line { fill: none; stroke-width: 2 }
              @media (prefers-color-scheme: dark) {
                .page { fill: #16181c } .text { fill: #dddddd } .grid { stroke: #363a42 } .axis { stroke: #8a8f99 }
              }
            </style>
            """;

    /**
     * From left to right.
     *
     * @param unit what the values are, with their unit
     * @param isLogarithmic as far from one to its double, wherever that is
     * @param ticks the values that are written, from the first to the last
     */
    public record Across(String unit, boolean isLogarithmic, List<Integer> ticks) {
        double share(int value) {
            var first = scaled(ticks.get(0));
            return (scaled(value) - first) / (scaled(ticks.get(ticks.size() - 1)) - first);
        }

        private double scaled(int value) {
            return isLogarithmic ? Math.log10(value) : value;
        }
    }

    /** Heights of one line by what goes across. */
    public record Line(String name, Map<Integer, Double> points) {}

    /**
     * @param unit what the heights are, with their unit
     */
    public static String of(String title, Across across, String unit, List<Line> lines) {
        var highest = lines.stream()
                .flatMap(line -> line.points().values().stream())
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        var top = roundUp(highest);
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                .formatted(WIDTH, HEIGHT));
        svg.append("<title>").append(title).append("</title>\n").append(STYLE);
        svg.append("<rect class=\"page\" width=\"%d\" height=\"%d\"/>%n".formatted(WIDTH, HEIGHT));
        svg.append(text(LEFT, 22, "start", "text title", title));
        svg.append(axes(across, unit, top));
        for (var n = 0; n < lines.size(); n++) {
            svg.append(line(lines.get(n), across, COLOURS.get(n % COLOURS.size()), n, top));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String axes(Across across, String unit, double top) {
        var svg = new StringBuilder();
        for (var n = 0; n <= STEPS; n++) {
            var value = top * n / STEPS;
            svg.append(stroke(n == 0 ? "axis" : "grid", LEFT, y(value, top), WIDTH - RIGHT, y(value, top)));
            svg.append(text(LEFT - 8, y(value, top) + 4, "end", "text", label(value)));
        }
        svg.append(stroke("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM));
        for (int tick : across.ticks()) {
            svg.append(text(
                    x(across, tick), HEIGHT - BOTTOM + 18, "middle", "text", String.format(Locale.ROOT, "%,d", tick)));
        }
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "text", across.unit()));
        var middle = (TOP + HEIGHT - BOTTOM) / 2;
        return svg.append(
                        "<text class=\"text\" text-anchor=\"middle\" transform=\"translate(16 %d) rotate(-90)\">%s</text>%n"
                                .formatted(middle, unit))
                .toString();
    }

    private static String line(Line line, Across across, String colour, int number, double top) {
        var svg = new StringBuilder();
        List<String> points = new ArrayList<>();
        line.points().forEach((at, value) -> {
            points.add(number(x(across, at)) + "," + number(y(value, top)));
            svg.append("<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>%n"
                    .formatted(number(x(across, at)), number(y(value, top)), colour));
        });
        svg.append(
                "<polyline class=\"line\" stroke=\"%s\" points=\"%s\"/>%n".formatted(colour, String.join(" ", points)));
        var height = TOP + 12 + 20 * number;
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>%n"
                .formatted(WIDTH - RIGHT + 14, height - 6, colour));
        return svg.append(text(WIDTH - RIGHT + 34, height, "start", "text", line.name()))
                .toString();
    }

    private static String stroke(String kind, double fromX, double fromY, double toX, double toY) {
        return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n"
                .formatted(kind, number(fromX), number(fromY), number(toX), number(toY));
    }

    private static String text(double x, double y, String anchor, String kind, String words) {
        return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>%n"
                .formatted(kind, number(x), number(y), anchor, words);
    }

    private static double x(Across across, int value) {
        return LEFT + 24 + across.share(value) * (WIDTH - LEFT - RIGHT - 48);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    /** 1, 2, 4 or 8 of the decade, so that a quarter of it is a round number. */
    private static double roundUp(double value) {
        var decade = Math.pow(10, Math.floor(Math.log10(Math.max(value, 0.04))));
        for (var factor : new int[] {1, 2, 4, 8}) {
            if (value <= factor * decade) {
                return factor * decade;
            }
        }
        return 20 * decade;
    }

    private static String label(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2g", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private Plot() {}
}
