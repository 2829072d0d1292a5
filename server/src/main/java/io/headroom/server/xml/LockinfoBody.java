package io.headroom.server.xml;

import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Which lock a LOCK asks for (RFC 4918 §14.11). The type is always write: there is no other.
 *
 * @param ownerXml the whole {@code DAV:owner} element, self-contained; empty when none was given
 */
public record LockinfoBody(Scope scope, String ownerXml) {
    /** Whether the lock tolerates others. */
    public enum Scope {
        EXCLUSIVE,
        SHARED
    }

    /** Locks are kept in memory and every lockdiscovery repeats the owner. */
    private static final int MAX_OWNER_LENGTH = 16 * 1024;

    /**
     * @param body read to its end, not closed
     * @return empty when there is no body: a refresh
     * @throws IOException when the client's end fails
     * @throws RequestRefusedException 400 when malformed, 422 for an unknown scope or type, 403 for external entities,
     *     413 when too large
     */
    public static Optional<LockinfoBody> parse(SafeXmlReader reader, InputStream body) throws IOException {
        return Optional.ofNullable(reader.read(body, "lockinfo", LockinfoBody::parse));
    }

    private static LockinfoBody parse(XmlCursor cursor) throws XMLStreamException {
        String language = cursor.language().orElse("");
        String scope = null;
        String type = null;
        String ownerXml = "";
        while (cursor.nextChild()) {
            if (cursor.isDav("lockscope")) {
                scope = word(cursor, scope);
            } else if (cursor.isDav("locktype")) {
                type = word(cursor, type);
            } else if (cursor.isDav("owner")) {
                ownerXml = ElementCopy.of(cursor, language).xml();
            } else {
                cursor.skip();
            }
        }
        if (scope == null || type == null) {
            throw RequestRefusedException.badRequest("A lockinfo element holds a lockscope and a locktype.");
        }
        if (ownerXml.length() > MAX_OWNER_LENGTH) {
            throw RequestRefusedException.badRequest("The owner of a lock is too long.");
        }
        if (!type.equals("write")) {
            throw new RequestRefusedException(422, "The only type of lock is write.");
        }
        return new LockinfoBody(scope(scope), ownerXml);
    }

    private static Scope scope(String word) {
        return switch (word) {
            case "exclusive" -> Scope.EXCLUSIVE;
            case "shared" -> Scope.SHARED;
            default -> throw new RequestRefusedException(422, "The scope of a lock is exclusive or shared.");
        };
    }

    /** The one child of lockscope or locktype; a word that is no element of DAV: is unknown to us. */
    private static String word(XmlCursor cursor, @Nullable String earlier) throws XMLStreamException {
        if (earlier != null || !cursor.nextChild()) {
            throw RequestRefusedException.badRequest("A lockscope or locktype is double or empty.");
        }
        String word = cursor.isDav() ? cursor.localName() : "";
        cursor.skip();
        while (cursor.nextChild()) {
            cursor.skip();
            word = "";
        }
        return word;
    }
}
