package io.headroom.server.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Text in columns: words to the left, figures to the right. One thread. */
final class TextTable {
    private static final String GAP = "  ";

    private final int words;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param words how many of the columns, from the first on, are no figures */
    TextTable(int words, String... headings) {
        this.words = words;
        rows.add(List.of(headings));
    }

    /** As many as there are headings. Control characters, which a name may hold, are shown as question marks. */
    void row(String... cells) {
        rows.add(IntStream.range(0, cells.length)
                .mapToObj(i -> cells[i].replaceAll("\\p{Cntrl}", "?"))
                .toList());
    }

    void print(PrintWriter out) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> length(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String space = " ".repeat(widths[column] - length(cell));
                line.append(column == 0 ? "" : GAP).append(column < words ? cell + space : space + cell);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
