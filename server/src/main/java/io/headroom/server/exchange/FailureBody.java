package io.headroom.server.exchange;

import io.headroom.server.failure.Condition;
import io.headroom.server.xml.DavNames;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;

/**
 * Turns a failure into an answer: a {@code DAV:multistatus} for 507, {@code DAV:error} (RFC 4918 §16) for the rest, or a small
 * page when a browser asks. Every form says the same.
 */
public final class FailureBody {
    private FailureBody() {}

    /**
     * @param path what the failure is about
     * @param href how that path and the ones in conditions look from outside
     * @param html whether a browser asks
     */
    public static DavResponse answer(
            Failure failure, ResourcePath path, Function<ResourcePath, String> href, boolean html) {
        DavResponse response = new DavResponse(failure.status());
        failure.headers().forEach(response::header);
        response.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
        response.header("Vary", "Accept");
        if (html) {
            return response.header("Content-Type", "text/html; charset=utf-8").body(page(failure));
        }
        response.header("Content-Type", "application/xml; charset=utf-8");
        return failure.storage().isPresent()
                ? response.body(multiStatus(failure, failure.storage().get(), href.apply(path)))
                : response.body(error(failure, href));
    }

    /**
     * The content of {@code DAV:error}: the condition code, with the figures inside when room is missing (RFC 4331 §6), since
     * every child of {@code DAV:error} is read as a condition. Empty when there is no condition.
     */
    public static String conditions(Failure failure, Function<ResourcePath, String> href) {
        if (failure.storage().isPresent()) {
            return roomCondition(failure.storage().get());
        }
        return failure.condition()
                .map(condition -> MultiStatusWriter.condition(condition, href))
                .orElse("");
    }

    private static String roomCondition(InsufficientStorageException failure) {
        String name = failure.reason() == InsufficientStorageException.Reason.QUOTA_EXCEEDED
                ? "quota-not-exceeded"
                : "sufficient-disk-space";
        return "<D:" + name + ">" + figure("needed-bytes", failure.neededBytes())
                + figure("available-bytes", failure.availableBytes()) + "</D:" + name + ">";
    }

    private static String figure(String name, OptionalLong bytes) {
        return bytes.isPresent() ? "<h:" + name + ">" + bytes.getAsLong() + "</h:" + name + ">" : "";
    }

    private static byte[] multiStatus(Failure failure, InsufficientStorageException room, String href) {
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        MultiStatusWriter xml = new MultiStatusWriter(bytes);
        try {
            xml.start();
            xml.startResponse(href);
            xml.status(failure.status());
            xml.error(roomCondition(room));
            xml.description(failure.message());
            xml.endResponse();
            xml.description(failure.message());
            // The word that rclone and the Nextcloud family look for, in a namespace of our own.
            xml.content().raw("<h:message>").text(failure.message()).raw("</h:message>");
            xml.end();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array doesn't fail", e);
        }
        return bytes.toByteArray();
    }

    private static String error(Failure failure, Function<ResourcePath, String> href) {
        String condition = failure.condition()
                .map((Condition known) -> MultiStatusWriter.condition(known, href))
                .orElse("");
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:error xmlns:D=\"DAV:\" xmlns:h=\""
                + DavNames.HEADROOM_NAMESPACE + "\">" + condition + "<h:message>"
                + DavNames.escaped(failure.message()) + "</h:message></D:error>";
    }

    private static String page(Failure failure) {
        String title = failure.status() + " " + MultiStatusWriter.phrase(failure.status());
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$s</title></head>
                <body><h1>%1$s</h1><p>%2$s</p></body>
                </html>
                """.formatted(title, DavNames.escaped(failure.message()));
    }
}
