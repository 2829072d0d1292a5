package io.headroom.server.answer;

import io.headroom.server.text.Phrase;
import io.headroom.spi.error.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One number of a shortage, as all forms name it.
 *
 * @param name {@code needed}; in XML {@code needed-bytes}, in JSON {@code neededBytes}
 * @param label for people
 */
record Figure(String name, Phrase label, long value) {
    /** The figures that are known. */
    static List<Figure> of(Shortage shortage) {
        List<Figure> figures = new ArrayList<>();
        add(figures, "needed", Phrase.FIGURE_NEEDED, shortage.needed());
        add(figures, "available", Phrase.FIGURE_AVAILABLE, shortage.available());
        add(figures, "missing", Phrase.FIGURE_MISSING, shortage.missing());
        add(figures, "limit", Phrase.FIGURE_LIMIT, shortage.limit());
        add(figures, "used", Phrase.FIGURE_USED, shortage.used());
        add(figures, "reserved", Phrase.FIGURE_RESERVED, shortage.reserved());
        return figures;
    }

    private static void add(List<Figure> into, String name, Phrase label, OptionalLong value) {
        if (value.isPresent()) {
            into.add(new Figure(name, label, value.getAsLong()));
        }
    }
}
