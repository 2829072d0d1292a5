package io.headroom.server.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which media types a client wants (RFC 9110 §12.5.1). Weights are in thousandths: 0 for "never", 1000 for "best". What can't be
 * read is left out. Immutable.
 */
public final class AcceptHeader {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** Also without the zero before the point, as Java's own client sends it. */
    private static final Pattern WEIGHT = Pattern.compile("0?(\\.\\d{0,3})?|1(\\.0{0,3})?");

    private static final int BEST = 1000;

    private record Range(String type, String subtype, int weight) {}

    private final List<Range> ranges;

    private AcceptHeader(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @param header null when the client says nothing */
    public static AcceptHeader parse(@Nullable String header) {
        List<Range> ranges = new ArrayList<>();
        for (String element : split(header == null ? "" : header, ',')) {
            add(split(element, ';'), ranges);
        }
        return new AcceptHeader(List.copyOf(ranges));
    }

    private static void add(List<String> parts, List<Range> into) {
        String name = parts.get(0).strip().toLowerCase(Locale.ROOT);
        // A lone star is no media range, but Java's own client means all by it.
        String range = name.equals("*") ? "*/*" : name;
        int slash = range.indexOf('/');
        if (slash < 0) {
            return;
        }
        String type = range.substring(0, slash);
        String subtype = range.substring(slash + 1);
        if (!TOKEN.matcher(type).matches() || !TOKEN.matcher(subtype).matches()) {
            return;
        }
        for (String part : parts.subList(1, parts.size())) {
            String parameter = part.strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                OptionalInt weight = weight(parameter.substring(2));
                if (weight.isPresent()) {
                    into.add(new Range(type, subtype, weight.getAsInt()));
                }
                return;
            }
        }
        into.add(new Range(type, subtype, BEST));
    }

    private static OptionalInt weight(String text) {
        if (text.isEmpty() || text.equals(".") || !WEIGHT.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        int thousandths = Integer.parseInt((fraction + "000").substring(0, 3));
        return OptionalInt.of((whole.equals("1") ? BEST : 0) + thousandths);
    }

    /** At each mark that is not inside a quoted string. */
    private static List<String> split(String text, char mark) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == mark && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /**
     * The weight of a type by the range that says most about it; 0 when none does.
     *
     * @param type such as {@code text}, in lower case
     */
    public int weight(String type, String subtype) {
        return named(type, subtype)
                .orElseGet(() -> find(type, "*").orElseGet(() -> find("*", "*").orElse(0)));
    }

    /** Whether a type is written out and wanted: what a browser does with HTML, and a program with JSON. */
    public boolean asksFor(String type, String subtype) {
        return named(type, subtype).orElse(0) > 0;
    }

    /** The weight of a type that is written out, not covered by a star; empty when it isn't. */
    public OptionalInt named(String type, String subtype) {
        return find(type, subtype);
    }

    private OptionalInt find(String type, String subtype) {
        return ranges.stream()
                .filter(range -> range.type().equals(type) && range.subtype().equals(subtype))
                .mapToInt(Range::weight)
                .max();
    }
}
