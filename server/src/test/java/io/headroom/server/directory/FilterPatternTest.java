package io.headroom.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {
    @ParameterizedTest
    @CsvSource({
        "alice, (uid=alice)",
        "*, (uid=\\2a)",
        "alice)(uid=*, (uid=alice\\29\\28uid=\\2a)",
        "a\\2ab, (uid=a\\5c2ab)",
        "Jürgen, (uid=J\\c3\\bcrgen)",
        "{dn}, (uid={dn})",
        "'{user}', (uid={user})",
    })
    void aValueStaysAValue(String user, String filter) {
        assertThat(new FilterPattern("(uid={user})").of(user, "cn=x")).isEqualTo(filter);
    }

    @Test
    void noCharacterEndsAValue() {
        assertThat(new FilterPattern("(uid={user})").of("a\u0000b", "")).isEqualTo("(uid=a\\00b)");
    }

    @Test
    void aDistinguishedNameIsAValueToo() {
        FilterPattern pattern = new FilterPattern("(|(member={dn})(memberUid={user}))");
        assertThat(pattern.of("alice", "cn=A\\, B (x),dc=example"))
                .isEqualTo("(|(member=cn=A\\5c, B \\28x\\29,dc=example)(memberUid=alice))");
        assertThat(pattern.asksForUser()).isTrue();
        assertThat(new FilterPattern("(member={dn})").asksForUser()).isFalse();
        assertThat(new FilterPattern("(member={dn})").asksForPerson()).isTrue();
        assertThat(new FilterPattern("(cn=*)").asksForPerson()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid={user}", "(uid={user}", "((uid={user})", "", "(uid={user})(", "(uid={user}))(cn=*)"})
    void whatIsNoFilterIsRefused(String text) {
        assertThatThrownBy(() -> new FilterPattern(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like (uid={user})");
    }
}
