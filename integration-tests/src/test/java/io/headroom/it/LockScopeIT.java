package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What locks forbid and whom they reach (RFC 4918 §6.1, §7). */
final class LockScopeIT extends EachStorage {
    private void assertLocked(Answer answer, String href) {
        assertThat(answer.status()).isEqualTo(423);
        assertThat(answer.conditions()).containsExactly("lock-token-submitted");
        Element condition = MultiStatusView.children(MultiStatusView.root(answer.body()), "lock-token-submitted")
                .get(0);
        assertThat(MultiStatusView.children(condition, "href").stream().map(Element::getTextContent))
                .contains(href);
    }

    @Test
    @Proves({"DAV-LK-07", "DAV-LK-21", "DAV-PC-01"})
    void infiniteLockCoversMembersThatCome() {
        dav.mkcol("/folder");
        String token = dav.locked("/folder/", "infinity");
        assertLocked(dav.put("/folder/new", "x"), "/folder/");
        assertLocked(dav.mkcol("/folder/sub"), "/folder/");
        assertThat(dav.request("MKCOL", "/folder/sub")
                        .header("If", "</folder/> (" + token + ")")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.request("PUT", "/folder/sub/new")
                        .header("If", "</folder/> (" + token + ")")
                        .body("x")
                        .send()
                        .status())
                .isEqualTo(201);
        assertLocked(dav.put("/folder/sub/new", "y"), "/folder/");
        assertLocked(dav.proppatch("/folder/sub/new", "<D:remove><D:prop><x:a/></D:prop></D:remove>"), "/folder/");
        assertThat(dav.request("PUT", "/folder/sub/new")
                        .token(token)
                        .body("y")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    @Proves({"DAV-LK-08", "DAV-ST-02", "DAV-ST-05", "DAV-PC-02"})
    void memberInTheWayOfAnInfiniteLockIsNamedAndNothingIsLocked() {
        dav.mkcol("/folder");
        dav.put("/folder/a", "x");
        dav.put("/folder/b", "x");
        dav.locked("/folder/b", "0");
        Answer answer = dav.lock("/folder/", "infinity").send();
        MultiStatusView view = answer.multiStatus();
        assertThat(view.hrefs()).containsExactly("/folder/b", "/folder/");
        assertThat(view.response("/folder/b").status()).hasValue(423);
        assertThat(view.response("/folder/b").conditions()).containsExactly("no-conflicting-lock");
        assertThat(view.response("/folder/").status()).hasValue(424);
        assertThat(answer.header("Lock-Token")).isEmpty();
        assertThat(dav.put("/folder/a", "y").status()).isEqualTo(204);
        assertThat(dav.put("/folder/c", "y").status()).isEqualTo(201);
    }

    @Test
    @Proves({"DAV-LK-08", "DAV-URL-03"})
    void lockedCollectionInTheWayIsSpelledWithItsSlash() {
        dav.mkcol("/folder");
        dav.mkcol("/folder/sub");
        dav.locked("/folder/sub/", "infinity");
        assertThat(dav.lock("/folder/", "infinity").send().multiStatus().hrefs())
                .containsExactly("/folder/sub/", "/folder/");
        Element discovery =
                dav.propfind("/folder/sub", "0", "<D:lockdiscovery/>").only().element("lockdiscovery");
        assertThat(discovery.getTextContent()).endsWith("/folder/sub/");
    }

    @Test
    @Proves({"DAV-LK-19", "DAV-LK-21", "DAV-MK-06"})
    void depth0LockOnTheParentGuardsItsMembershipOnly() {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        dav.mkcol("/folder/sub");
        dav.put("/outside", "x");
        String token = dav.locked("/folder/", "0");

        assertLocked(dav.put("/folder/new", "x"), "/folder/");
        assertLocked(dav.mkcol("/folder/newcol"), "/folder/");
        assertLocked(dav.delete("/folder/file"), "/folder/");
        assertLocked(dav.move("/folder/file", "/moved"), "/folder/");
        assertLocked(dav.move("/folder/file", "/folder/renamed"), "/folder/");
        assertLocked(dav.move("/outside", "/folder/in"), "/folder/");
        assertLocked(dav.copy("/outside", "/folder/in"), "/folder/");
        assertLocked(dav.lock("/folder/unmapped", "0").send(), "/folder/");

        assertThat(dav.put("/folder/file", "y").status()).isEqualTo(204);
        dav.setProperty("/folder/file", "colour", "red");
        assertThat(dav.put("/folder/sub/new", "y").status()).isEqualTo(201);
        assertThat(dav.request("DELETE", "/folder/file")
                        .header("If", "</folder/> (" + token + ")")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    @Proves("DAV-LK-20")
    void readingNeedsNoToken() {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        dav.locked("/folder/", "infinity");
        assertThat(dav.get("/folder/file").status()).isEqualTo(200);
        assertThat(dav.head("/folder/file").status()).isEqualTo(200);
        assertThat(dav.options("/folder/file").status()).isEqualTo(200);
        assertThat(dav.propfind("/folder/", "1").responses()).hasSize(2);
        assertThat(dav.copy("/folder/file", "/copy").status()).isEqualTo(201);
        assertThat(dav.copy("/folder/", "/copies/").status()).isEqualTo(201);
        assertThat(dav.put("/copies/file", "not locked").status()).isEqualTo(204);
    }

    @Test
    @Proves({"DAV-LK-21", "DAV-DEL-08"})
    void lockSomewhereInsideKeepsTheTree() {
        dav.mkcol("/folder");
        dav.mkcol("/folder/sub");
        dav.put("/folder/sub/file", "x");
        String token = dav.locked("/folder/sub/file", "0");
        for (Answer answer : List.of(dav.delete("/folder/"), dav.move("/folder/", "/elsewhere/"))) {
            assertLocked(answer, "/folder/sub/file");
        }
        assertThat(dav.get("/folder/sub/file").text()).isEqualTo("x");
        assertThat(dav.request("DELETE", "/folder/")
                        .header("If", "</folder/sub/file> (" + token + ")")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    @Proves("DAV-LK-08")
    void infiniteLockIsGrantedWhenTheLocksInsideAreShared() {
        dav.mkcol("/folder");
        dav.put("/folder/a", "x");
        String shared = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:shared/></D:lockscope>"
                + "<D:locktype><D:write/></D:locktype></D:lockinfo>";
        assertThat(dav.request("LOCK", "/folder/a").xml(shared).send().status()).isEqualTo(200);
        assertThat(dav.request("LOCK", "/folder/").xml(shared).send().status()).isEqualTo(200);
    }
}
