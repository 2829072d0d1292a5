package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headroom.spi.StorageSettings;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.path.ResourcePath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3KeysTest {
    private static S3Keys keys(String prefix) {
        return new S3Keys(S3Settings.from(new StorageSettings(Map.of("bucket", "b-1", "prefix", prefix))));
    }

    @ParameterizedTest
    @CsvSource({
        "'', /, ''",
        "'', /a, a",
        "'', /a/b c, a/b c",
        "team/x, /, team/x/",
        "/team/x/, /a/b, team/x/a/b",
    })
    void thereAndBack(String prefix, String path, String key) {
        S3Keys keys = keys(prefix);
        ResourcePath resource = ResourcePath.parse(path);
        if (!resource.isRoot()) {
            assertThat(keys.file(resource)).isEqualTo(key);
            assertThat(keys.collection(resource)).isEqualTo(key + "/");
            assertThat(keys.path(key + "/")).contains(resource);
        }
        assertThat(keys.path(key)).contains(resource);
    }

    @ParameterizedTest
    @ValueSource(strings = {"team/a//b", "team//", "team/a/../b", "team/.", "team/./b", "other/a", "tea", "team//a"})
    void whatNoPathNames(String key) {
        assertThat(keys("team").path(key)).isEmpty();
        assertThat(keys("team").about(key)).isEqualTo(ResourcePath.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {".headroom", ".headroom/journal/1", ".headroom-other", ".Headroom"})
    void theServersOwnNamesAreHiddenAtTheTop(String name) {
        S3Keys keys = keys("team");
        assertThat(keys.path("team/" + name)).isEmpty();
        assertThat(keys.isServed(ResourcePath.parse("/" + name))).isFalse();
        assertThat(catchThrowableOfType(
                        NameRejectedException.class, () -> keys.checkNew(ResourcePath.parse("/" + name))))
                .returns(NameRejectedException.Reason.UNUSABLE, NameRejectedException::reason);
        ResourcePath deeper = ResourcePath.parse("/a/" + name);
        assertThat(keys.isServed(deeper)).isTrue();
        assertThatCode(() -> keys.checkNew(deeper)).doesNotThrowAnyException();
    }

    @Test
    void ownObjectsLieBelowThePrefix() {
        assertThat(keys("team").own("probe/1")).isEqualTo("team/.headroom/probe/1");
        assertThat(keys("team").isOwn("team/.headroom/probe/1")).isTrue();
        assertThat(keys("team").isOwn("team/.headroom-notes")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\tb", "\u007f"})
    void someControlCharactersAreRefusedButFound(String name) {
        ResourcePath path = ResourcePath.ROOT.child(name);
        assertThat(catchThrowableOfType(NameRejectedException.class, () -> keys("").checkNew(path)))
                .returns(NameRejectedException.Reason.UNUSABLE, NameRejectedException::reason);
        assertThat(keys("").isServed(path)).isTrue();
        assertThat(keys("").path(name)).contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001", "\u001f", "a\ufffe", "\uffff"})
    void whatXmlCannotSayIsNeverThere(String name) {
        ResourcePath path = ResourcePath.ROOT.child(name);
        assertThat(catchThrowableOfType(NameRejectedException.class, () -> keys("").checkNew(path)))
                .returns(NameRejectedException.Reason.UNUSABLE, NameRejectedException::reason);
        assertThat(keys("").isServed(path)).isFalse();
        assertThat(keys("").path(name)).isEmpty();
    }

    @Test
    void aKeyWithItsMarkerHas1024Bytes() {
        S3Keys keys = keys("team");
        int most = keys.limits().longestPath();
        assertThat(most).isEqualTo(1024 - 5);
        ResourcePath longest = ResourcePath.parse("/" + "n".repeat(most - 3) + "/m");
        assertThat(keys.collection(longest)).hasSize(1024);
        assertThatCode(() -> keys.checkNew(longest)).doesNotThrowAnyException();
        assertThat(catchThrowableOfType(
                        NameRejectedException.class, () -> keys.checkNew(ResourcePath.parse(longest + "m"))))
                .returns(NameRejectedException.Reason.TOO_LONG, NameRejectedException::reason);
        assertThat(keys.isServed(ResourcePath.parse(longest + "m"))).isFalse();
    }

    @Test
    void namesMayBeShorter() {
        S3Keys keys = new S3Keys(S3Settings.from(new StorageSettings(Map.of("bucket", "b-1", "longest-name", "255"))));
        assertThat(keys.limits().longestName()).isEqualTo(255);
        assertThat(keys.isServed(ResourcePath.parse("/" + "n".repeat(255) + "/" + "m".repeat(255))))
                .isTrue();
        assertThat(keys.isServed(ResourcePath.parse("/a/" + "\u00e9".repeat(128))))
                .isFalse();
    }
}
