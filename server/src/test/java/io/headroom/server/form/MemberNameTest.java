package io.headroom.server.form;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.path.ResourcePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberNameTest {
    private static final ResourcePath FOLDER = ResourcePath.parse("/folder");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "film.mkv|film.mkv",
                "C:\\Users\\me\\film.mkv|film.mkv",
                "/home/me/film.mkv|film.mkv",
                "folder/sub\\film.mkv|film.mkv",
                "../../etc/passwd|passwd",
                "say %22hi%22.txt|say \"hi\".txt",
                "say \\\"hi\\\".txt|say \"hi\".txt",
                "100%25.txt|100%25.txt",
                "50%.txt|50%.txt",
                "Gr\u00fc\u00dfe \uD83D\uDCBE.txt|Gr\u00fc\u00dfe \uD83D\uDCBE.txt",
                "<b>&amp;|<b>&amp;",
                "...|...",
                ".hidden|.hidden",
            })
    void takesTheLastName(String fileName, String name) {
        assertThat(MemberName.in(FOLDER, fileName)).isEqualTo(FOLDER.child(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "a/..",
                "folder/",
                "C:\\",
                "a\nb",
                "a%0Ab",
                "a%0D%0Ab",
                "a\u0000b",
                "a\u007fb",
                "a\u0085b",
                "a\tb"
            })
    void refusesWhatNothingCanBeNamed(String fileName) {
        assertRefused(403, () -> MemberName.in(FOLDER, fileName));
    }

    @Test
    void aMemberOfTheRootToo() {
        assertThat(MemberName.in(ResourcePath.ROOT, "a")).isEqualTo(ResourcePath.parse("/a"));
    }
}
