package io.headroom.server.answer;

import io.headroom.server.exchange.Failure;
import io.headroom.server.text.Phrase;
import io.headroom.server.text.RoomMessage;
import io.headroom.server.text.Texts;
import io.headroom.server.web.PageStyle;
import io.headroom.server.xml.DavNames;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.path.ResourcePath;
import java.util.Map;

/** Failures as a page: what happened, the figures, what to do, the way back. Needs no script. */
final class FailurePage {
    private static final String STYLE = PageStyle.BASE + """
            table{width:auto}
            td{text-align:right;white-space:nowrap}
            td.text{text-align:left;white-space:normal;overflow-wrap:anywhere}
            .status{opacity:.7}
            """;

    /** For the header Content-Security-Policy. */
    static final String POLICY = PageStyle.policy(STYLE);

    private FailurePage() {}

    static String of(Failure failure, FailedRequest request) {
        Texts texts = request.texts();
        String status = failure.status() + " " + MultiStatusWriter.phrase(failure.status());
        String title = failure.storage()
                .map(room -> texts.say(RoomCondition.isQuota(room) ? Phrase.TITLE_QUOTA : Phrase.TITLE_ROOM))
                .orElse(status);
        String content = failure.storage()
                .map(room -> room(room, request.path(), texts))
                .orElseGet(() -> "<p>" + DavNames.escaped(failure.message(texts)) + "</p>\n");
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <h1>%s</h1>
                %s%s<p class="status">%s</p>
                </body>
                </html>
                """.formatted(
                        texts.languageTag(),
                        DavNames.escaped(title),
                        STYLE,
                        DavNames.escaped(title),
                        content,
                        back(request),
                        status);
    }

    private static String room(InsufficientStorageException room, ResourcePath path, Texts texts) {
        RoomMessage message = RoomMessage.of(room, texts);
        return "<p><strong>" + DavNames.escaped(message.headline()) + "</strong> " + DavNames.escaped(message.limit())
                + "</p>\n" + table(room, path, texts)
                + "<h2>" + DavNames.escaped(texts.say(Phrase.PAGE_ADVICE)) + "</h2>\n"
                + "<p>" + DavNames.escaped(message.advice()) + "</p>\n";
    }

    private static String table(InsufficientStorageException room, ResourcePath path, Texts texts) {
        Shortage shortage = room.shortage();
        StringBuilder rows = new StringBuilder();
        // Of a form with several files, this is the one.
        rows.append(row(texts.say(Phrase.FIGURE_WHAT), text(texts.owner(path))));
        if (RoomCondition.hasQuotaRoot(room)) {
            rows.append(row(texts.say(Phrase.FIGURE_OWNER), text(texts.owner(shortage.owner()))));
        }
        for (Figure figure : Figure.of(shortage)) {
            if (figure.label() == Phrase.FIGURE_RESERVED && figure.value() == 0) {
                continue;
            }
            rows.append(row(texts.say(figure.label()), cells(figure, shortage.unit(), texts)));
        }
        return "<table>\n" + rows + "</table>\n";
    }

    private static String text(String words) {
        return "<td class=\"text\" colspan=\"2\">" + DavNames.escaped(words) + "</td>";
    }

    private static String row(String label, String cells) {
        return "<tr><th scope=\"row\">" + DavNames.escaped(label) + "</th>" + cells + "</tr>\n";
    }

    private static String cells(Figure figure, Shortage.Unit unit, Texts texts) {
        return switch (unit) {
            case BYTES -> {
                String exact = texts.exactBytes(figure.value());
                String rounded = texts.bytes(figure.value(), figure.rounding());
                yield rounded.equals(exact) ? cell(exact) : cell(rounded) + cell(exact);
            }
            case ENTRIES -> cell(texts.number(figure.value()));
        };
    }

    private static String cell(String text) {
        return "<td>" + DavNames.escaped(text) + "</td>";
    }

    private static String back(FailedRequest request) {
        ResourcePath path = request.path();
        ResourcePath folder = path.isRoot() ? path : path.parent();
        String href = DavNames.escaped(request.hrefs().collection(folder));
        String text = request.texts()
                .say(Phrase.PAGE_BACK, Map.of("folder", request.texts().owner(folder)));
        return "<p><a href=\"" + href + "\">" + DavNames.escaped(text) + "</a></p>\n";
    }
}
