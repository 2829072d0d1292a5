package io.headroom.spi.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.testkit.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {
    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "/",
                "a\0b",
                "\uD83D",
                "\uDE00",
                "a\uDE00\uD83D",
                "\uD83Dx",
                "\uD83D\uD83D\uDE00"
            })
    void noStorageSeesSuchAName(String name) {
        assertThatThrownBy(() -> ResourcePath.ROOT.child(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "..a", "a..", " ", "%2F", "\\", "\uD83D\uDE00", "a\nb", "\uFFFD"})
    void oddNamesAreNames(String name) {
        assertThat(ResourcePath.ROOT.child(name).name()).isEqualTo(name);
        assertThat(path("/" + name).segments()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "//", "/a/", "/a//b", "/../a", "/a/./b"})
    void whatIsNoPath(String text) {
        assertThatThrownBy(() -> path(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRoot() {
        assertThat(path("/")).isEqualTo(ResourcePath.ROOT).hasToString("/");
        assertThat(ResourcePath.ROOT.isRoot()).isTrue();
        assertThat(ResourcePath.ROOT.name()).isEmpty();
        assertThat(ResourcePath.ROOT.segments()).isEmpty();
        assertThat(ResourcePath.ROOT.depth()).isZero();
        assertThatThrownBy(ResourcePath.ROOT::parent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void upAndDown() {
        ResourcePath path = ResourcePath.of(List.of("a", "b", "c"));
        assertThat(path).hasToString("/a/b/c").isEqualTo(path("/a/b/c")).hasSameHashCodeAs(path("/a/b/c"));
        assertThat(path.parent()).isEqualTo(path("/a/b"));
        assertThat(path("/a").parent()).isEqualTo(ResourcePath.ROOT);
        assertThat(path.name()).isEqualTo("c");
        assertThat(path.depth()).isEqualTo(3);
        assertThat(path.segments()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /, true",
        "/a/b, /a, true",
        "/a/b, /a/b, true",
        "/, /, true",
        "/ab, /a, false",
        "/a, /a/b, false",
        "/, /a, false",
        "/b/a, /a, false"
    })
    void startsWith(String path, String ancestor, boolean expected) {
        assertThat(path(path).startsWith(path(ancestor))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/a/b/c, /a, /x/y, /x/y/b/c", "/a, /a, /b, /b", "/a/b, /, /x, /x/a/b", "/a/b, /a, /, /b", "/a, /a, /, /"
    })
    void rebase(String path, String from, String to, String expected) {
        assertThat(path(path).rebase(path(from), path(to))).isEqualTo(path(expected));
    }

    @Test
    void onlyWhatLiesBelowIsRebased() {
        assertThatThrownBy(() -> path("/ab/c").rebase(path("/a"), path("/x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Proves("DAV-PUT-08")
    void formsOfUnicodeAreDifferentNames() {
        assertThat(path("/caf\u00e9")).isNotEqualTo(path("/cafe\u0301"));
    }

    @Test
    void aCollectionComesBeforeItsMembers() {
        assertThat(path("/a")).isLessThan(path("/a/b"));
        assertThat(ResourcePath.ROOT).isLessThan(path("/a"));
    }
}
