package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Refreshing and ending locks (RFC 4918 §9.10.2, §9.11). */
final class LockRefreshIT extends EachStorage {
    private List<Element> activeLocks(String path) {
        Element discovery = dav.propfind(path, "0", "<D:lockdiscovery/>").only().element("lockdiscovery");
        return MultiStatusView.children(discovery, "activelock");
    }

    private Answer unlock(String path, String token) {
        return dav.request("UNLOCK", path).header("Lock-Token", token).send();
    }

    @Test
    @Proves("DAV-LK-11")
    void refreshKeepsTheLockAndShowsTheNewTimeout() {
        dav.put("/file", "x");
        String token =
                dav.lock("/file", "0").header("Timeout", "Second-60").send().require("Lock-Token");
        server.clock().advance(Duration.ofSeconds(50));

        Answer answer = dav.request("LOCK", "/file")
                .header("Depth", "infinity")
                .header("Timeout", "Second-100")
                .token(token)
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Lock-Token")).isEmpty();
        assertThat(answer.text()).contains("<D:timeout>Second-100</D:timeout>").contains("<D:depth>0</D:depth>");
        server.clock().advance(Duration.ofSeconds(99));
        assertThat(activeLocks("/file")).hasSize(1);
        server.clock().advance(Duration.ofSeconds(1));
        assertThat(activeLocks("/file")).isEmpty();
    }

    @Test
    @Proves("DAV-LK-11")
    void finderRefreshesWithAContentTypeAndNoBody() {
        dav.put("/file", "x");
        String token = dav.locked("/file", "0");
        assertThat(dav.request("LOCK", "/file")
                        .header("Content-Type", "text/xml; charset=\"utf-8\"")
                        .body("")
                        .token(token)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Proves("DAV-LK-12")
    void refreshThroughAMemberWorks() {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        String token = dav.locked("/folder/", "infinity");
        Answer answer = dav.request("LOCK", "/folder/file").token(token).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("<D:lockroot><D:href>/folder/</D:href></D:lockroot>");
        assertThat(activeLocks("/folder/file")).hasSize(1);
    }

    @Test
    @Proves({"DAV-LK-13", "DAV-PC-01", "DAV-ST-06"})
    void refreshOfWhatDoesNotCoverTheUrlIs412() {
        dav.put("/a", "x");
        dav.put("/b", "x");
        String token = dav.locked("/a", "0");
        for (String wrong : List.of(token, "<urn:uuid:00000000-0000-4000-8000-000000000000>")) {
            Answer answer = dav.request("LOCK", "/b").token(wrong).send();
            assertThat(answer.status()).isEqualTo(412);
            assertThat(answer.conditions()).containsExactly("lock-token-matches-request-uri");
        }
        assertThat(activeLocks("/b")).isEmpty();
    }

    @Test
    @Proves("DAV-LK-11")
    void refreshUnderAFalseConditionRefreshesNothing() {
        dav.put("/file", "x");
        String token =
                dav.lock("/file", "0").header("Timeout", "Second-60").send().require("Lock-Token");
        assertThat(dav.request("LOCK", "/file")
                        .header("Timeout", "Second-600")
                        .header("If", "(" + token + " [\"other\"])")
                        .send()
                        .status())
                .isEqualTo(412);
        server.clock().advance(Duration.ofSeconds(60));
        assertThat(activeLocks("/file")).isEmpty();
    }

    @Test
    @Proves({"DAV-UL-01", "DAV-UL-02"})
    void unlockThroughAnyMemberEndsTheWholeLock() {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        String token = dav.locked("/folder/", "infinity");
        Answer answer = unlock("/folder/file", token);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(activeLocks("/folder/")).isEmpty();
        assertThat(dav.put("/folder/file", "y").status()).isEqualTo(204);
        assertThat(dav.put("/folder/new", "y").status()).isEqualTo(201);
    }

    @Test
    @Proves("DAV-UL-03")
    void unlockWithoutATokenIsRefused() {
        dav.put("/file", "x");
        dav.locked("/file", "0");
        assertThat(dav.request("UNLOCK", "/file").send().status()).isEqualTo(400);
        assertThat(unlock("/file", "nonsense").status()).isEqualTo(400);
        assertThat(activeLocks("/file")).hasSize(1);
    }

    @Test
    @Proves({"DAV-UL-04", "DAV-PC-01"})
    void unlockWithATokenThatIsNotHereIs409() {
        dav.put("/a", "x");
        dav.put("/b", "x");
        String token = dav.locked("/a", "0");
        for (Answer answer : List.of(
                unlock("/b", token),
                unlock("/a", "<urn:uuid:00000000-0000-4000-8000-000000000000>"),
                unlock("/none", token))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.conditions()).containsExactly("lock-token-matches-request-uri");
        }
        assertThat(activeLocks("/a")).hasSize(1);
    }
}
