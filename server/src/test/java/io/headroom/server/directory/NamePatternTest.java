package io.headroom.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    private static final NamePattern PATTERN = new NamePattern("uid={user},ou=people,dc=example,dc=org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice,ou=admins",
                "alice+cn=admin",
                "admin\\",
                " alice ",
                "#616c",
                "a\"b",
                "a;b<c>d=e",
                "Jürgen",
                "{user}",
                "a\u0000b"
            })
    void aNameStaysOneValueOfOneAttribute(String user) throws Exception {
        LdapName dn = PATTERN.distinguishedName(user);
        assertThat(dn.size()).isEqualTo(4);
        assertThat(dn.getPrefix(3)).isEqualTo(new LdapName("ou=people,dc=example,dc=org"));
        Rdn own = dn.getRdn(3);
        assertThat(own.size()).isEqualTo(1);
        assertThat(own.getType()).isEqualTo("uid");
        assertThat(own.getValue()).isEqualTo(user);
        assertThat(new LdapName(PATTERN.principal(user))).isEqualTo(dn);
    }

    @Test
    void activeDirectoryTakesOtherNames() {
        NamePattern pattern = new NamePattern("{user}@example.org");
        assertThat(pattern.isDistinguishedName()).isFalse();
        assertThat(pattern.principal("alice")).isEqualTo("alice@example.org");
    }

    @Test
    void aPatternWithoutItsPlaceOrItsFormIsRefused() {
        assertThatThrownBy(() -> new NamePattern("uid=alice,dc=example,dc=org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold {user}");
        assertThatThrownBy(() -> new NamePattern("uid={user},people"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no distinguished name");
    }
}
