package io.headroom.server.answer;

import io.headroom.server.exchange.Failure;
import io.headroom.server.failure.FixedLimit;
import io.headroom.server.text.RoomMessage;
import io.headroom.server.text.Texts;
import io.headroom.server.xml.DavNames;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.Shortage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;

/** Failures as XML: a {@code DAV:multistatus}, a {@code DAV:error}, or the conditions alone for a 207. */
public final class FailureXml {
    private FailureXml() {}

    /**
     * The content of {@code DAV:error}: the condition code, with the figures inside when room is missing (RFC 4331 §6), since
     * every child of {@code DAV:error} is read as a condition. Empty when there is no condition.
     */
    public static String conditions(Failure failure, Hrefs hrefs) {
        if (failure.storage().isPresent()) {
            return roomCondition(failure.storage().get(), hrefs);
        }
        if (failure.limit().isPresent()) {
            return limitCondition(failure.limit().get());
        }
        return failure.condition()
                .map(condition -> MultiStatusWriter.condition(condition, hrefs::resource))
                .orElse("");
    }

    private static String limitCondition(FixedLimit limit) {
        return limit.bytes().isPresent()
                ? "<h:" + limit.name() + ">"
                        + figure("limit-bytes", limit.bytes().getAsLong()) + "</h:" + limit.name() + ">"
                : "<h:" + limit.name() + "/>";
    }

    private static String roomCondition(InsufficientStorageException failure, Hrefs hrefs) {
        String name = RoomCondition.name(failure);
        Shortage shortage = failure.shortage();
        String unit = "-" + shortage.unit().name().toLowerCase(Locale.ROOT);
        StringBuilder xml = new StringBuilder(256).append("<D:").append(name).append('>');
        for (Figure each : Figure.of(shortage)) {
            xml.append(figure(each.name() + unit, each.value()));
        }
        if (RoomCondition.hasQuotaRoot(failure)) {
            xml.append("<h:quota-root><D:href>")
                    .append(DavNames.escaped(hrefs.collection(shortage.owner())))
                    .append("</D:href></h:quota-root>");
        }
        return xml.append("<h:limit-kind>")
                .append(RoomCondition.limitKind(failure))
                .append("</h:limit-kind></D:")
                .append(name)
                .append('>')
                .toString();
    }

    private static String figure(String name, long value) {
        return "<h:" + name + ">" + value + "</h:" + name + ">";
    }

    /** With one response: the resource that could not be stored. */
    static byte[] multiStatus(Failure failure, InsufficientStorageException room, FailedRequest request) {
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        MultiStatusWriter xml = new MultiStatusWriter(bytes);
        Texts texts = request.texts();
        String message = failure.message(texts);
        try {
            xml.start();
            xml.startResponse(request.hrefs().resource(request.path()));
            xml.status(failure.status());
            xml.error(roomCondition(room, request.hrefs()));
            xml.description(message);
            xml.endResponse();
            xml.description(RoomMessage.of(room, texts).headline());
            // The word that rclone and the Nextcloud family look for, in a namespace of our own.
            xml.content().raw("<h:message>").text(message).raw("</h:message>");
            xml.end();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array doesn't fail", e);
        }
        return bytes.toByteArray();
    }

    /** RFC 4918 §16. */
    static String error(Failure failure, FailedRequest request) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:error xmlns:D=\"DAV:\" xmlns:h=\""
                + DavNames.HEADROOM_NAMESPACE + "\">" + conditions(failure, request.hrefs()) + "<h:message>"
                + DavNames.escaped(failure.message(request.texts())) + "</h:message></D:error>";
    }
}
