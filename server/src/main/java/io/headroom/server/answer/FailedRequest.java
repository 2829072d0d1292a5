package io.headroom.server.answer;

import io.headroom.server.exchange.AcceptHeader;
import io.headroom.server.text.Texts;
import io.headroom.spi.path.ResourcePath;

/**
 * What an answer has to know of the request that failed.
 *
 * @param target the path of its URL, as it was sent
 * @param path what the failure is about: of COPY, for example, the destination
 * @param accept which forms the client wants
 * @param userAgent which program asks; empty when it doesn't say
 * @param texts in the language of the answer
 */
public record FailedRequest(
        String method,
        String target,
        ResourcePath path,
        AcceptHeader accept,
        String userAgent,
        Texts texts,
        Hrefs hrefs) {
    /** Whether it comes from the desktop programs of ownCloud and Nextcloud, which look for a text in places of their own. */
    boolean isMirall() {
        return userAgent.contains("mirall");
    }
}
