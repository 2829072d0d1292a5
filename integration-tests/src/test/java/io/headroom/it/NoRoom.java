package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.w3c.dom.Element;

/** What every 507 about room has to be, whichever method it answers (RFC 4918 §11.5, RFC 4331 §6). */
final class NoRoom {
    private NoRoom() {}

    /** @param href of what could not be stored */
    static void assertRefused(Answer answer, String href) {
        assertRefused(answer, href, "sufficient-disk-space");
    }

    /** @param condition of RFC 4331 §6 */
    static void assertRefused(Answer answer, String href, String condition) {
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        MultiStatusView.Response response = body(answer).only();
        assertThat(response.href()).isEqualTo(href);
        assertThat(response.status()).hasValue(507);
        assertThat(response.conditions()).containsExactly(condition);
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    static MultiStatusView body(Answer answer) {
        return MultiStatusView.parse(answer.body());
    }

    /** The condition inside {@code DAV:error} of the first response. */
    static Element condition(Answer answer) {
        Element response = MultiStatusView.children(MultiStatusView.root(answer.body()), "response")
                .get(0);
        List<Element> conditions = MultiStatusView.children(
                MultiStatusView.children(response, "error").get(0));
        assertThat(conditions).hasSize(1);
        return conditions.get(0);
    }
}
