package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY and MOVE among locks (RFC 4918 §7.4, §7.5, §7.6). */
final class CopyMoveLockIT extends EachStorage {
    @BeforeEach
    void makeFiles() {
        dav.put("/file", "content");
        dav.mkcol("/folder/");
        dav.put("/folder/member", "member");
    }

    private String discovered(String path) {
        return dav.propfind(path, "0", "<D:lockdiscovery/>").only().text("lockdiscovery");
    }

    /** One tagged list for each pair of path and token. */
    private String ifHeader(String... pairs) {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            header.append('<')
                    .append(dav.url(pairs[i]))
                    .append("> (")
                    .append(pairs[i + 1])
                    .append(") ");
        }
        return header.toString().strip();
    }

    private static String uri(String token) {
        return token.substring(1, token.length() - 1);
    }

    @Test
    @Proves({"DAV-CP-20", "DAV-LK-20"})
    void copyTakesNoLockAlong() {
        String token = dav.locked("/file", "0");
        assertThat(dav.copy("/file", "/copy").status()).isEqualTo(201);
        assertThat(discovered("/copy")).isEmpty();
        assertThat(discovered("/file")).contains(uri(token));
        assertThat(dav.put("/copy", "free").status()).isEqualTo(204);
    }

    @Test
    @Proves("DAV-CP-20")
    void aCopyJoinsTheLockOfTheTreeItComesInto() {
        String token = dav.locked("/folder/", "infinity");
        assertThat(dav.copy("/file", "/folder/copy").status()).isEqualTo(423);
        Answer allowed = dav.request("COPY", "/file")
                .destination("/folder/copy")
                .header("If", ifHeader("/folder/", token))
                .send();
        assertThat(allowed.status()).isEqualTo(201);
        assertThat(discovered("/folder/copy")).contains(uri(token));
        assertThat(dav.put("/folder/copy", "x").status()).isEqualTo(423);
    }

    @Test
    @Proves("DAV-CP-21")
    void moveLeavesTheLockBehindAndEndsIt() {
        String token = dav.locked("/file", "0");
        assertThat(dav.request("MOVE", "/file")
                        .destination("/new")
                        .header("If", ifHeader("/file", token))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(discovered("/new")).isEmpty();
        assertThat(dav.put("/new", "free").status()).isEqualTo(204);
        assertThat(dav.put("/file", "free").status()).isEqualTo(201);
        assertThat(discovered("/file")).isEmpty();
    }

    @Test
    @Proves("DAV-CP-21")
    void moveJoinsTheLockOfTheTreeItComesInto() {
        String token = dav.locked("/folder/", "infinity");
        assertThat(dav.request("MOVE", "/file")
                        .destination("/folder/new")
                        .header("If", ifHeader("/folder/", token))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(discovered("/folder/new")).contains(uri(token));
    }

    @Test
    @Proves("DAV-CP-21")
    void moveOfATreeEndsTheLocksOfItsMembers() {
        String token = dav.locked("/folder/member", "0");
        assertThat(dav.request("MOVE", "/folder/")
                        .destination("/new/")
                        .header("If", ifHeader("/folder/member", token))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(discovered("/new/member")).isEmpty();
    }

    @Test
    @Proves("DAV-CP-22")
    void moveNeedsTheTokenOfTheSource() {
        String token = dav.locked("/file", "0");
        Answer refused = dav.move("/file", "/new");
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.conditions()).containsExactly("lock-token-submitted");
        assertThat(refused.text()).contains("<D:href>/file</D:href>");
        assertThat(dav.get("/new").status()).isEqualTo(404);
        assertThat(dav.request("MOVE", "/file")
                        .destination("/new")
                        .token(token)
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "infinity"})
    @Proves("DAV-CP-22")
    void moveNeedsTheTokensOfBothParents(String depth) {
        dav.mkcol("/target/");
        String from = dav.locked("/folder/", depth);
        String to = dav.locked("/target/", depth);
        Dav.Request move = dav.request("MOVE", "/folder/member").destination("/target/member");
        assertThat(move.send().status()).isEqualTo(423);
        assertThat(move.header("If", ifHeader("/folder/", from)).send().status())
                .isEqualTo(423);
        assertThat(move.header("If", ifHeader("/target/", to)).send().status()).isEqualTo(423);
        assertThat(move.header("If", ifHeader("/folder/", from, "/target/", to))
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Proves("DAV-CP-22")
    void moveNeedsTheTokensOfItsMembers() {
        dav.locked("/folder/member", "0");
        Answer refused = dav.move("/folder/", "/new/");
        assertThat(refused.status()).isIn(423, 207);
        assertThat(refused.text()).contains("/folder/member");
        assertThat(dav.get("/folder/member").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves({"DAV-CP-19", "DAV-CP-22"})
    void aLockedDestinationNeedsItsToken(String method) {
        dav.put("/target", "old");
        String token = dav.locked("/target", "0");
        Answer refused = dav.request(method, "/file").destination("/target").send();
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.conditions()).containsExactly("lock-token-submitted");
        assertThat(dav.get("/target").text()).isEqualTo("old");
        assertThat(dav.request(method, "/file")
                        .destination("/target")
                        .header("If", ifHeader("/target", token))
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.get("/target").text()).isEqualTo("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    @Proves("DAV-CP-22")
    void aLockInsideAnOverwrittenCollectionStandsInTheWay(String method) {
        dav.mkcol("/source/");
        dav.locked("/folder/member", "0");
        Answer refused = dav.request(method, "/source/").destination("/folder/").send();
        assertThat(refused.status()).isIn(423, 207);
        assertThat(dav.get("/folder/member").text()).isEqualTo("member");
    }
}
