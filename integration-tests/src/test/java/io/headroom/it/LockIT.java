package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Taking, keeping and losing locks (RFC 4918 §6, §9.10). */
final class LockIT extends EachStorage {
    private static final String SHARED = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:shared/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

    private Answer shared(String path) {
        return dav.request("LOCK", path).header("Depth", "0").xml(SHARED).send();
    }

    private static Element activeLock(Answer answer) {
        Element prop = MultiStatusView.root(answer.body());
        assertThat(MultiStatusView.nameOf(prop)).isEqualTo("{DAV:}prop");
        Element discovery = MultiStatusView.children(prop, "lockdiscovery").get(0);
        return MultiStatusView.children(discovery, "activelock").get(0);
    }

    private static String child(Element parent, String name) {
        return MultiStatusView.children(parent, name).get(0).getTextContent();
    }

    private List<Element> activeLocks(String path) {
        Element discovery = dav.propfind(path, "0", "<D:lockdiscovery/>").only().element("lockdiscovery");
        return MultiStatusView.children(discovery, "activelock");
    }

    @Test
    @Proves({"DAV-LK-01", "DAV-LK-04", "DAV-LK-05", "DAV-LK-17"})
    void exclusiveLockIsDescribedInFull() {
        dav.put("/file", "x");
        Answer answer = dav.request("LOCK", "/file")
                .header("Depth", "0")
                .header("Timeout", "Second-600")
                .xml("<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/>"
                        + "</D:locktype><D:owner><D:href>mailto:me@example.org</D:href> a &lt; b "
                        + "<y:id xmlns:y='urn:y' y:no='1'/></D:owner></D:lockinfo>")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        String token = answer.require("Lock-Token");
        assertThat(token).matches("<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>");

        Element lock = activeLock(answer);
        assertThat(MultiStatusView.children(
                        MultiStatusView.children(lock, "locktype").get(0), "write"))
                .hasSize(1);
        assertThat(MultiStatusView.children(
                        MultiStatusView.children(lock, "lockscope").get(0), "exclusive"))
                .hasSize(1);
        assertThat(child(lock, "depth")).isEqualTo("0");
        assertThat(child(lock, "timeout")).isEqualTo("Second-600");
        assertThat("<" + child(lock, "locktoken") + ">").isEqualTo(token);
        assertThat(child(lock, "lockroot")).isEqualTo("/file");
        Element owner = MultiStatusView.children(lock, "owner").get(0);
        assertThat(owner.getTextContent()).isEqualTo("mailto:me@example.org a < b ");
        assertThat(MultiStatusView.nameOf(MultiStatusView.children(owner).get(1)))
                .isEqualTo("{urn:y}id");
        assertThat(MultiStatusView.children(owner).get(1).getAttributeNS("urn:y", "no"))
                .isEqualTo("1");
    }

    @Test
    @Proves("DAV-LK-17")
    void tokensAreNeverTheSame() {
        dav.put("/file", "x");
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String token = dav.locked("/file", "0");
            assertThat(tokens.add(token)).isTrue();
            dav.request("UNLOCK", "/file").header("Lock-Token", token).send();
        }
    }

    @Test
    @Proves("DAV-LK-02")
    void sharedLocksTolerateEachOtherAndNoExclusiveOne() {
        dav.put("/file", "x");
        String first = shared("/file").require("Lock-Token");
        String second = shared("/file").require("Lock-Token");
        assertThat(first).isNotEqualTo(second);
        assertThat(activeLocks("/file")).hasSize(2);
        assertThat(dav.lock("/file", "0").send().status()).isEqualTo(423);
        assertThat(dav.put("/file", "y").status()).isEqualTo(423);
        assertThat(dav.request("PUT", "/file").token(second).body("y").send().status())
                .isEqualTo(204);

        dav.put("/alone", "x");
        dav.locked("/alone", "0");
        assertThat(shared("/alone").status()).isEqualTo(423);
    }

    @Test
    @Proves({"DAV-LK-03", "DAV-PC-01", "DAV-LK-24"})
    void conflictNamesTheRootOfTheLockInTheWay() {
        dav.mkcol("/folder");
        dav.put("/folder/file", "x");
        dav.locked("/folder/", "infinity");
        Answer answer = dav.lock("/folder/file", "0").send();
        assertThat(answer.status()).isEqualTo(423);
        assertThat(answer.conditions()).containsExactly("no-conflicting-lock");
        Element condition = MultiStatusView.children(MultiStatusView.root(answer.body()), "no-conflicting-lock")
                .get(0);
        assertThat(child(condition, "href")).isEqualTo("/folder/");
    }

    @Test
    @Proves("DAV-LK-06")
    void withoutDepthALockIsInfiniteAndDepthOneIsRefused() {
        dav.mkcol("/folder");
        assertThat(dav.lock("/folder/", "1").send().status()).isEqualTo(400);
        Answer answer = dav.request("LOCK", "/folder/").xml(SHARED).send();
        assertThat(child(activeLock(answer), "depth")).isEqualTo("infinity");
    }

    @Test
    @Proves({"DAV-LK-09", "DAV-GET-03", "DAV-LK-20"})
    void lockOfAnUnmappedUrlMakesAnEmptyFileThatStays() {
        Answer answer = dav.lock("/new", "0").send();
        assertThat(answer.status()).isEqualTo(201);
        String token = answer.require("Lock-Token");
        assertThat(child(activeLock(answer), "lockroot")).isEqualTo("/new");
        Answer get = dav.get("/new");
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.require("Content-Length")).isEqualTo("0");
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/new");
        assertThat(dav.propfind("/new", "0").only().text("getcontentlength")).isEqualTo("0");
        assertThat(dav.request("UNLOCK", "/new")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.head("/new").status()).isEqualTo(200);
    }

    @Test
    @Proves("DAV-LK-10")
    void thatFileNeedsAParentAndTheParentsToken() {
        assertThat(dav.lock("/none/new", "0").send().status()).isEqualTo(409);
        dav.mkcol("/folder");
        String token = dav.locked("/folder/", "0");
        assertThat(dav.lock("/folder/new", "0").send().status()).isEqualTo(423);
        assertThat(dav.lock("/folder/new", "0")
                        .header("If", "</folder/> (" + token + ")")
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Proves("DAV-LK-14")
    void noBodyAndNoIfHeaderLocksNothing() {
        dav.put("/file", "x");
        assertThat(dav.request("LOCK", "/file").send().status()).isEqualTo(400);
        assertThat(dav.request("LOCK", "/unmapped").send().status()).isEqualTo(400);
        assertThat(activeLocks("/file")).isEmpty();
        assertThat(dav.head("/unmapped").status()).isEqualTo(404);
    }

    static Stream<String[]> timeouts() {
        return Stream.of(
                new String[] {"Second-60", "Second-60"},
                new String[] {"Infinite, Second-4100000000", "Second-86400"},
                new String[] {"Second-4100000000", "Second-86400"},
                new String[] {"Extended, Minute-3, Second-120, Second-60", "Second-120"},
                new String[] {"soon", "Second-3600"});
    }

    @Test
    @Proves("DAV-LK-15")
    void timeoutIsTheFirstThatMeansAnythingCutToTheMost() {
        timeouts().forEach(timeout -> {
            String path = "/" + Integer.toHexString(timeout[0].hashCode());
            Answer answer = dav.lock(path, "0").header("Timeout", timeout[0]).send();
            assertThat(child(activeLock(answer), "timeout")).as(timeout[0]).isEqualTo(timeout[1]);
        });
    }

    @Test
    @Proves("DAV-LK-16")
    void expiredLockVanishesWithoutAnyTimer() {
        dav.put("/file", "x");
        String token =
                dav.lock("/file", "0").header("Timeout", "Second-60").send().require("Lock-Token");
        server.clock().advance(Duration.ofSeconds(59));
        assertThat(dav.put("/file", "y").status()).isEqualTo(423);
        server.clock().advance(Duration.ofSeconds(1));
        assertThat(activeLocks("/file")).isEmpty();
        assertThat(dav.put("/file", "y").status()).isEqualTo(204);
        assertThat(dav.request("LOCK", "/file").token(token).send().status()).isEqualTo(412);
        assertThat(dav.lock("/file", "0").send().status()).isEqualTo(200);
    }

    @Test
    @Proves({"DAV-LK-24", "DAV-ST-04"})
    void malformedBodiesAndUnknownWordsAreRefused() {
        dav.put("/file", "x");
        String scope = "<D:lockscope><D:exclusive/></D:lockscope>";
        String type = "<D:locktype><D:write/></D:locktype>";
        String[][] bodies = {
            {"400", "<D:lockinfo xmlns:D='DAV:'>" + scope + type},
            {"400", "<D:lockinfo xmlns:D='DAV:'>" + scope + "</D:lockinfo>"},
            {"400", "<D:lockinfo xmlns:D='DAV:'>" + type + "</D:lockinfo>"},
            {"400", "<D:prop xmlns:D='DAV:'>" + scope + type + "</D:prop>"},
            {"400", "not xml"},
            {"422", "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:dreamed/></D:lockscope>" + type + "</D:lockinfo>"},
            {"422", "<D:lockinfo xmlns:D='DAV:'>" + scope + "<D:locktype><D:read/></D:locktype></D:lockinfo>"}
        };
        for (String[] body : bodies) {
            Answer answer = dav.request("LOCK", "/file").xml(body[1]).send();
            assertThat(answer.status()).as(body[1]).isEqualTo(Integer.parseInt(body[0]));
        }
        assertThat(activeLocks("/file")).isEmpty();
    }

    @Test
    @Proves({"DAV-LK-23", "DAV-LK-02"})
    void ofManyWhoLockAtOnceOneWins() throws Exception {
        dav.put("/file", "x");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> all = Stream.<Callable<Integer>>generate(
                            () -> () -> dav.lock("/file", "0").send().status())
                    .limit(24)
                    .toList();
            int granted = 0;
            for (Future<Integer> each : threads.invokeAll(all)) {
                assertThat(each.get()).isIn(200, 423);
                granted += each.get() == 200 ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
