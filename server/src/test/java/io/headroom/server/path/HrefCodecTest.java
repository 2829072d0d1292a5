package io.headroom.server.path;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HrefCodecTest {
    private final HrefCodec codec = new HrefCodec("/dav");
    private final HrefCodec bare = new HrefCodec("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "/dav                  | /                  | false",
                "/dav/                 | /                  | true",
                "/d%61v/a              | /a                 | false",
                "/dav/a                | /a                 | false",
                "/dav/a/               | /a                 | true",
                "/dav/a/b/c            | /a/b/c             | false",
                "/dav/a%20b            | /a b               | false",
                "/dav/a+b              | /a+b               | false",
                "/dav/%C3%A9           | /é                 | false",
                "/dav/%c3%a9           | /é                 | false",
                "/dav/é                | /é                 | false",
                "/dav/%F0%9F%98%80     | /😀                | false",
                "/dav/😀               | /😀                | false",
                "/dav/100%25           | /100%              | false",
                "/dav/%2520            | /%20               | false",
                "/dav/%23%3F           | /#?                | false",
                "/dav/a;b=c/d          | /a;b=c/d           | false",
                "/dav/;                | /;                 | false",
                "/dav/..;/x            | /..;/x             | false",
                "/dav/...              | /...               | false",
                "/dav/.hidden          | /.hidden           | false",
                "/dav/a..b/..c/d..     | /a..b/..c/d..      | false",
                "/dav/a%5Cb            | '/a\\b'            | false",
                "/dav/C:               | /C:                | false",
                "/dav/dav              | /dav               | false",
                "/dav/a b              | /a b               | false",
                "/dav/\"quoted\"<&>'   | '/\"quoted\"<&>''' | false",
            })
    void decodes(String rawPath, String path, boolean trailingSlash) {
        assertThat(codec.decode(rawPath)).isEqualTo(new Href(ResourcePath.parse(path), trailingSlash));
    }

    @ParameterizedTest
    @CsvSource({"/,/,true", "/a,/a,false", "/a/b/,/a/b,true"})
    void decodesWithoutPrefix(String rawPath, String path, boolean trailingSlash) {
        assertThat(bare.decode(rawPath)).isEqualTo(new Href(ResourcePath.parse(path), trailingSlash));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/da", "/dave", "/davx/a", "/DAV/a", "/other/dav", "/%64ave"})
    void outsideThePrefixNothingIsFound(String rawPath) {
        assertRefused(404, () -> codec.decode(rawPath));
        assertThat(codec.find(rawPath)).isEmpty();
    }

    @ParameterizedTest
    @Proves({"DAV-URL-05", "DAV-DEL-07"})
    @ValueSource(
            strings = {
                // Dot segments in every spelling.
                "/dav/..",
                "/dav/../",
                "/dav/../etc/passwd",
                "/dav/a/../../etc",
                "/dav/.",
                "/dav/./a",
                "/dav/a/.",
                "/dav/%2e%2e/",
                "/dav/%2E%2E",
                "/dav/.%2e/x",
                "/dav/%2e./x",
                "/dav/%2e/x",
                "/../dav/a",
                "/..",
                // Slashes that are none, and zero bytes.
                "/dav/..%2fetc",
                "/dav/..%2Fetc",
                "/dav/%2e%2e%2fetc",
                "/dav/a%2Fb",
                "/dav%2Fa",
                "/dav/a%00",
                "/dav/%00",
                "/dav/a\0b",
                // Overlong forms, surrogates, and other octets that are no UTF-8.
                "/dav/%c0%ae%c0%ae/x",
                "/dav/%c0%af",
                "/dav/%e0%80%ae",
                "/dav/%e0%80%af",
                "/dav/%f0%80%80%ae",
                "/dav/%c0%80",
                "/dav/%ed%a0%80",
                "/dav/%ed%a0%bd%ed%b8%80",
                "/dav/%f4%90%80%80",
                "/dav/%ff",
                "/dav/%e9",
                "/dav/%c3",
                "/dav/%c3/%a9",
                "/dav/\uD83D",
                "/dav/\uDE00a",
                // Broken escapes.
                "/dav/%",
                "/dav/%a",
                "/dav/a%2",
                "/dav/%zz",
                "/dav/%u002e",
                "/dav/% 41",
                "/dav/%+1",
                "/dav/100%",
                // What should have been cut off or escaped.
                "/dav/a#b",
                "/dav/a#",
                "/dav/#",
                "/dav/a?b",
                // Empty segments and other shapes.
                "//dav/a",
                "/dav//a",
                "/dav//",
                "/dav/a//",
                "//",
                "",
                "*",
                "dav/a",
                "http://host/dav/a",
                "..",
            })
    void refusesWhatCouldMeanTwoThings(String rawPath) {
        assertRefused(400, () -> codec.decode(rawPath));
        assertRefused(400, () -> bare.decode(rawPath));
    }

    @Test
    @Proves("DAV-URL-05")
    void decodesOnceOnly() {
        assertThat(codec.decode("/dav/%252e%252e/%255c").path())
                .isEqualTo(ResourcePath.ROOT.child("%2e%2e").child("%5c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/        | true  | /dav/",
                "/        | false | /dav/",
                "/a       | false | /dav/a",
                "/a       | true  | /dav/a/",
                "/a/b.txt | false | /dav/a/b.txt",
                "/a b/c   | true  | /dav/a%20b/c/",
                "/a/b c   | false | /dav/a/b%20c",
                "/é       | false | /dav/%C3%A9",
                "/€       | false | /dav/%E2%82%AC",
                "/😀      | false | /dav/%F0%9F%98%80",
                "/100%    | false | /dav/100%25",
                "/(1)     | false | /dav/(1)",
                "/a+b&c   | false | /dav/a%2Bb%26c",
            })
    @Proves({"DAV-URL-01", "DAV-URL-02", "DAV-URL-03", "DAV-PUT-08"})
    void encodes(String path, boolean collection, String href) {
        assertThat(codec.encode(ResourcePath.parse(path), collection)).isEqualTo(href);
    }

    @Test
    void encodesWithoutPrefix() {
        assertThat(bare.encode(ResourcePath.ROOT, true)).isEqualTo("/");
        assertThat(bare.encode(ResourcePath.parse("/a"), false)).isEqualTo("/a");
        assertThat(bare.encode(ResourcePath.parse("/a b"), true)).isEqualTo("/a%20b/");
    }

    @Test
    void prefixWithOddCharactersIsEscapedToo() {
        HrefCodec odd = new HrefCodec("/my files");

        assertThat(odd.encode(ResourcePath.parse("/a"), false)).isEqualTo("/my%20files/a");
        assertThat(odd.encode(ResourcePath.ROOT, true)).isEqualTo("/my%20files/");
        assertThat(odd.decode("/my%20files/a").path()).isEqualTo(ResourcePath.parse("/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "dav", "/dav/", "/a//b", "/../a"})
    void badPrefixIsAProgrammersError(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HrefCodec(prefix));
    }

    @Test
    @Proves("DAV-URL-01")
    void escapesEachAsciiCharacterOrKeepsIt() {
        for (char c = 1; c < 0x80; c++) {
            if (c == '/') {
                continue;
            }
            String href = bare.encode(ResourcePath.ROOT.child("x" + c), false);
            boolean literal = Character.isLetterOrDigit(c) || "-._~!$()*,;=:@".indexOf(c) >= 0;
            assertThat(href).isEqualTo(literal ? "/x" + c : String.format("/x%%%02X", (int) c));
        }
    }

    static List<String> trickyNames() {
        return List.of(
                "a b",
                " ",
                " a",
                "a ",
                "%",
                "%%",
                "%2F",
                "%2e%2e",
                "#",
                "?",
                "a?b#c",
                "&",
                "&amp;",
                "+",
                ";",
                "a;b=c",
                ":",
                "@",
                "é",
                "e\u0301",
                "\u212B",
                "ﬁ",
                "日本語",
                "😀",
                "👩‍👩‍👧",
                "\u0001",
                "\u007f",
                "\u0085",
                "\n",
                "\r\n",
                "\t",
                "\\",
                "..\\",
                "...",
                ".a",
                "a.",
                "~",
                "'",
                "\"",
                "<x>",
                "]]>",
                "|",
                "*",
                "C:",
                "CON",
                "\uFEFF",
                "\uFFFD",
                "\uFFFE",
                "\uFFFF",
                "\u202E",
                "x".repeat(255),
                "é".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("trickyNames")
    @Proves({"DAV-URL-01", "DAV-XML-06"})
    void trickyNamesComeBack(String name) {
        ResourcePath path = ResourcePath.ROOT.child(name).child("in").child(name);
        for (HrefCodec each : List.of(codec, bare)) {
            for (boolean collection : new boolean[] {true, false}) {
                String href = each.encode(path, collection);
                assertThat(each.decode(href)).isEqualTo(new Href(path, collection));
                assertThat(href).matches("[!-~]*").doesNotContainPattern("[&<>\"']");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trickyNames")
    void segmentsAreEscapedLikePaths(String name) {
        byte[] out = new byte[2 + name.length() * 9];

        int end = HrefCodec.encodeSegment(name, out, 2);

        assertThat(new String(out, 2, end - 2, StandardCharsets.US_ASCII))
                .isEqualTo(bare.encode(ResourcePath.ROOT.child(name), false).substring(1));
    }

    @Test
    @Proves("DAV-URL-01")
    void anyNamesComeBack() {
        Random random = new Random(4918);
        for (int round = 0; round < 2_000; round++) {
            ResourcePath path = ResourcePath.ROOT;
            for (int depth = random.nextInt(4); depth >= 0; depth--) {
                path = path.child("n" + randomName(random));
            }
            String href = codec.encode(path, true);
            assertThat(codec.decode(href)).isEqualTo(new Href(path, true));
        }
    }

    private static String randomName(Random random) {
        return random.ints(random.nextInt(20), 1, Character.MAX_CODE_POINT + 1)
                .map(c -> random.nextBoolean() ? c % 0x80 : c)
                .filter(c -> c != 0 && c != '/' && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void longPathsArePossible() {
        String raw = "/dav" + "/%41".repeat(2_000);

        assertThat(codec.decode(raw).path().depth()).isEqualTo(2_000);
    }
}
