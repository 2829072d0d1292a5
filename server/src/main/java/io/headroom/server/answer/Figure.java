package io.headroom.server.answer;

import io.headroom.server.text.Phrase;
import io.headroom.spi.error.Shortage;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One number of a shortage, as all forms name it.
 *
 * @param name {@code needed}; in XML {@code needed-bytes}, in JSON {@code neededBytes}
 * @param label for people
 * @param rounding for people too: up for what must be enough, down for what must not be promised
 */
record Figure(String name, Phrase label, long value, RoundingMode rounding) {
    /** The figures that are known. */
    static List<Figure> of(Shortage shortage) {
        List<Figure> figures = new ArrayList<>();
        add(figures, "needed", Phrase.FIGURE_NEEDED, shortage.needed(), RoundingMode.HALF_UP);
        add(figures, "available", Phrase.FIGURE_AVAILABLE, shortage.available(), RoundingMode.DOWN);
        if (shortage.missing().orElse(0) > 0) {
            // Of files that can't be made it is 0, which would say that they can.
            add(figures, "missing", Phrase.FIGURE_MISSING, shortage.missing(), RoundingMode.UP);
        }
        add(figures, "limit", Phrase.FIGURE_LIMIT, shortage.limit(), RoundingMode.HALF_UP);
        add(figures, "used", Phrase.FIGURE_USED, shortage.used(), RoundingMode.HALF_UP);
        add(figures, "reserved", Phrase.FIGURE_RESERVED, shortage.reserved(), RoundingMode.HALF_UP);
        return figures;
    }

    private static void add(List<Figure> into, String name, Phrase label, OptionalLong value, RoundingMode rounding) {
        if (value.isPresent()) {
            into.add(new Figure(name, label, value.getAsLong(), rounding));
        }
    }
}
