package io.headroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.account.Identity;
import io.headroom.spi.path.ResourcePath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private static final Identity ALICE = new Identity("alice", Set.of("staff", "guests"));

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private static AccessRule rule(String path, String subject, Right right) {
        return new AccessRule(path(path), Subject.parse(subject), right);
    }

    private static Access access(Identity identity, AccessRule... rules) {
        return new AccessRules(Arrays.asList(rules), Optional.empty()).of(identity);
    }

    @Test
    void whoIsNamedByNoRuleMayDoNothing() {
        Access access = access(ALICE, rule("/", "bob", Right.WRITE));
        assertThat(access.at(path("/"))).isEqualTo(Right.NONE);
        assertThat(access.shows(path("/"))).isFalse();
    }

    @Test
    void theLongestPrefixDecidesInWholeNames() {
        Access access = access(
                ALICE,
                rule("/", "users", Right.READ),
                rule("/a", "users", Right.WRITE),
                rule("/a/b", "users", Right.NONE));
        assertThat(access.at(path("/x"))).isEqualTo(Right.READ);
        assertThat(access.at(path("/a"))).isEqualTo(Right.WRITE);
        assertThat(access.at(path("/a/c"))).isEqualTo(Right.WRITE);
        assertThat(access.at(path("/a/b/c"))).isEqualTo(Right.NONE);
        assertThat(access.at(path("/ab"))).isEqualTo(Right.READ);
    }

    @Test
    void atOnePathTheNarrowestSubjectDecides() {
        assertThat(access(ALICE, rule("/", "anyone", Right.WRITE), rule("/", "users", Right.READ))
                        .at(path("/")))
                .isEqualTo(Right.READ);
        assertThat(access(ALICE, rule("/", "users", Right.WRITE), rule("/", "@staff", Right.NONE))
                        .at(path("/")))
                .isEqualTo(Right.NONE);
        assertThat(access(ALICE, rule("/", "alice", Right.READ), rule("/", "@staff", Right.WRITE))
                        .at(path("/")))
                .isEqualTo(Right.READ);
        assertThat(access(ALICE, rule("/", "@guests", Right.READ), rule("/", "@staff", Right.WRITE))
                        .at(path("/")))
                .as("of two groups the one that allows most")
                .isEqualTo(Right.WRITE);
    }

    @Test
    void usersAreNotNobody() {
        AccessRule[] rules = {rule("/", "users", Right.WRITE), rule("/public", "anyone", Right.READ)};
        assertThat(access(Identity.NOBODY, rules).at(path("/"))).isEqualTo(Right.NONE);
        assertThat(access(Identity.NOBODY, rules).at(path("/public/a"))).isEqualTo(Right.READ);
        assertThat(access(ALICE, rules).at(path("/public/a"))).isEqualTo(Right.READ);
    }

    @Test
    void theWayToWhatMayBeReadIsShownAndNothingBesides() {
        Access access = access(ALICE, rule("/a/b/c", "alice", Right.READ));
        assertThat(access.shows(path("/"))).isTrue();
        assertThat(access.shows(path("/a/b"))).isTrue();
        assertThat(access.shows(path("/a/b/c/d"))).isTrue();
        assertThat(access.shows(path("/a/x"))).isFalse();
        assertThat(access.at(path("/a/b"))).isEqualTo(Right.NONE);
        assertThat(access.showsAllBelow(path("/a/b/c"))).isTrue();
        assertThat(access.showsAllBelow(path("/a/b"))).isFalse();
    }

    @Test
    void throughoutIsTheLeastOfAllBelow() {
        Access access = access(
                ALICE,
                rule("/", "alice", Right.WRITE),
                rule("/a/r", "alice", Right.READ),
                rule("/a/n", "alice", Right.NONE));
        assertThat(access.throughout(path("/a"))).isEqualTo(Right.NONE);
        assertThat(access.throughout(path("/a/r"))).isEqualTo(Right.READ);
        assertThat(access.throughout(path("/b"))).isEqualTo(Right.WRITE);
    }

    @Test
    void eachUserWritesAtHomeUnlessARuleSaysOtherwise() {
        AccessRules rules = new AccessRules(
                List.of(rule("/home/bob", "bob", Right.READ)), Optional.of(new HomePattern("/home/{user}")));
        assertThat(rules.of(ALICE).at(path("/home/alice/a"))).isEqualTo(Right.WRITE);
        assertThat(rules.of(ALICE).at(path("/home/bob"))).isEqualTo(Right.NONE);
        assertThat(rules.of(new Identity("bob", Set.of())).at(path("/home/bob")))
                .isEqualTo(Right.READ);
        assertThat(rules.of(Identity.NOBODY).shows(path("/home"))).isFalse();
    }

    @Test
    void aHomeIsAPathWithTheUserInIt() {
        assertThat(new HomePattern("/u/{user}/files").of("alice")).isEqualTo(path("/u/alice/files"));
        for (String wrong : new String[] {"", "home/{user}", "/home", "/x{user"}) {
            assertThatThrownBy(() -> new HomePattern(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
