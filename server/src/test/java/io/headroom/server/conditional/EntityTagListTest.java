package io.headroom.server.conditional;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.EntityTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\"                    | \"a\"",
                "W/\"a\"                  | W/\"a\"",
                "\"a\", \"b\"             | \"a\" \"b\"",
                "\"a\",W/\"b\",\"c\"      | \"a\" W/\"b\" \"c\"",
                "\"a\" \"b\"              | \"a\" \"b\"",
                "' ,, \"a\" ,, \"b\" , '  | \"a\" \"b\"",
                "\"a,b\"                  | \"a,b\"",
                "\"a,b\", c, \"d\"        | \"a,b\" \"d\"",
                "\"\"                     | \"\"",
                "\"*\"                    | \"*\"",
                "junk, \"a\"              | \"a\"",
                "\"a\", *                 | \"a\"",
                "w/\"a\", \"b\"           | \"b\"",
                "\"a\", \"open            | \"a\"",
            })
    void reads(String value, String tags) {
        EntityTagList list = EntityTagList.parse(value);

        assertThat(list.any()).isFalse();
        assertThat(list.tags()).extracting(EntityTag::toString).containsExactly(tags.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ",", "JoplinIgnore-12345", "v1", "W/", "W/v1", "\"", "W/\"", "**", "*, v1", "'v1'"})
    void whatIsNoTagMatchesNothing(String value) {
        assertThat(EntityTagList.parse(value).any()).isFalse();
        assertThat(EntityTagList.parse(value).tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * "})
    void starIsAny(String value) {
        assertThat(EntityTagList.parse(value).any()).isTrue();
        assertThat(EntityTagList.parse(value).tags()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The table of RFC 9110 §8.8.3.2.
                "W/\"1\" | 1 | true  | false | true",
                "W/\"1\" | 2 | true  | false | false",
                "W/\"1\" | 1 | false | false | true",
                "\"1\"   | 1 | false | true  | true",
                "\"1\"   | 1 | true  | false | true",
            })
    void compares(String value, String opaque, boolean weak, boolean strongly, boolean weakly) {
        EntityTag current = new EntityTag(opaque, weak);

        assertThat(EntityTagList.parse(value).matchesStrongly(current)).isEqualTo(strongly);
        assertThat(EntityTagList.parse(value).matchesWeakly(current)).isEqualTo(weakly);
    }

    @Test
    void anyMemberMayMatch() {
        EntityTagList list = EntityTagList.parse("\"a\", W/\"b\", \"c\"");

        assertThat(list.matchesStrongly(EntityTag.strong("c"))).isTrue();
        assertThat(list.matchesStrongly(EntityTag.strong("b"))).isFalse();
        assertThat(list.matchesWeakly(EntityTag.strong("b"))).isTrue();
    }
}
