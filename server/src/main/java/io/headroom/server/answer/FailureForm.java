package io.headroom.server.answer;

import io.headroom.server.exchange.AcceptHeader;
import java.util.OptionalInt;
import java.util.Set;

/** The forms that a failure is told in, and the choice among them (RFC 9110 §12.5.1). */
enum FailureForm {
    /** {@code DAV:multistatus} or {@code DAV:error}. */
    XML,
    /** {@code application/problem+json} (RFC 9457). */
    JSON,
    /** A page. */
    HTML;

    /** What browsers send themselves: for these a tie goes to the page, for the others to XML. */
    private static final Set<String> OF_BROWSERS = Set.of("GET", "HEAD", "POST");

    /**
     * HTML or JSON for who names it and likes it best, XML for all others: no DAV client that says nothing in particular gets
     * anything else.
     */
    static FailureForm of(AcceptHeader accept, String method) {
        boolean browser = OF_BROWSERS.contains(method);
        OptionalInt namedXml = best(accept.named("application", "xml"), accept.named("text", "xml"));
        OptionalInt namedJson = best(accept.named("application", "problem+json"), accept.named("application", "json"));
        int html = accept.weight("text", "html");
        int xml = namedXml.orElseGet(() -> accept.weight("application", "xml"));
        int json = namedJson.orElseGet(() -> accept.weight("application", "problem+json"));
        if (accept.named("text", "html").orElse(0) > 0 && wins(html, Math.max(xml, json), browser)) {
            return HTML;
        }
        if (namedJson.orElse(0) > 0 && wins(json, namedXml.orElse(0), browser)) {
            return JSON;
        }
        if (namedXml.isPresent() && xml == 0 && Math.max(json, html) > 0) {
            // The one form that must not be is the one that others would get.
            return wins(html, json, browser) ? HTML : JSON;
        }
        return XML;
    }

    private static boolean wins(int one, int other, boolean tie) {
        return one > other || (tie && one == other);
    }

    private static OptionalInt best(OptionalInt one, OptionalInt other) {
        return one.orElse(-1) >= other.orElse(-1) ? one : other;
    }
}
