package io.headroom.server.conditional;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.lock.LockToken;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.Href;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.path.OwnAuthorities;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resource of the request is /a: locked with urn:a, version v1. /b has version v2 and no lock; /w a weak tag; /x is unmapped. */
class IfHeaderTest {
    private static final ResourcePath REQUESTED = ResourcePath.parse("/a");
    private static final StateLookup STATE = new StateLookup() {
        @Override
        public Optional<EntityTag> entityTag(ResourcePath path) {
            return switch (path.toString()) {
                case "/a" -> Optional.of(EntityTag.strong("v1"));
                case "/b" -> Optional.of(EntityTag.strong("v2"));
                case "/w" -> Optional.of(new EntityTag("v3", true));
                default -> Optional.empty();
            };
        }

        @Override
        public boolean locked(ResourcePath path, LockToken token) {
            return path.equals(REQUESTED) && token.uri().equals("urn:a");
        }
    };
    private static final DestinationHeader DESTINATION =
            new DestinationHeader(new HrefCodec(""), new OwnAuthorities(Set.of()));

    private static IfHeader parse(String value) {
        return IfHeaderParser.parse(
                value, reference -> DESTINATION.ours(reference, "http", "host").map(Href::path));
    }

    @ParameterizedTest
    @Proves({
        "DAV-IF-02",
        "DAV-IF-04",
        "DAV-IF-05",
        "DAV-IF-06",
        "DAV-IF-07",
        "DAV-IF-08",
        "DAV-IF-09",
        "DAV-IF-10",
        "EXT-MS-05"
    })
    @CsvSource(
            delimiter = '|',
            value = {
                // One condition.
                "(<urn:a>)                                   | true",
                "(<urn:z>)                                   | false",
                "(Not <urn:a>)                               | false",
                "(Not <urn:z>)                               | true",
                "([\"v1\"])                                  | true",
                "([\"v9\"])                                  | false",
                "(Not [\"v9\"])                              | true",
                "([W/\"v1\"])                                | true",
                // A list is an AND.
                "(<urn:a> [\"v1\"])                          | true",
                "(<urn:a> [\"v9\"])                          | false",
                "(<urn:z> [\"v1\"])                          | false",
                "(<urn:a> Not [\"v9\"])                      | true",
                // Lists are an OR.
                "(<urn:z>) ([\"v1\"])                        | true",
                "([\"v1\"]) (<urn:z>)                        | true",
                "(<urn:z>) ([\"v9\"])                        | false",
                "(<urn:a> [\"v9\"]) (Not <urn:z> [\"v1\"])   | true",
                // What never is a lock.
                "(<DAV:no-lock>)                             | false",
                "(Not <DAV:no-lock>)                         | true",
                "(<urn:a>) (Not <DAV:no-lock>)               | true",
                "(<urn:z>) (Not <DAV:no-lock>)               | true",
                "(<urn:a> <DAV:no-lock>)                     | false",
                // Tags.
                "</b> ([\"v2\"])                             | true",
                "</b> ([\"v1\"])                             | false",
                "</b> (<urn:a>)                              | false",
                "</a> (<urn:a>)                              | true",
                "<http://host/a> (<urn:a>)                   | true",
                "</b> ([\"v9\"]) </a> (<urn:a>)              | true",
                "</a> (<urn:z>) </b> ([\"v2\"])              | true",
                "</a> (<urn:z>) </b> ([\"v9\"])              | false",
                // Weak tags: only who writes W/ gets the weak comparison.
                "</w> ([W/\"v3\"])                           | true",
                "</w> ([\"v3\"])                             | false",
                // Nothing stands there.
                "</x> (<urn:a>)                              | false",
                "</x> ([\"v1\"])                             | false",
                "</x> (Not [\"v1\"])                         | true",
                "</x> (Not <urn:a>)                          | true",
                "</x> (Not <urn:a> [\"v1\"])                 | false",
                // Not ours.
                "<http://other/a> (<urn:a>)                  | false",
                "<http://other/a> ([\"v1\"])                 | false",
                "<http://other/a> (Not [\"v1\"])             | true",
                "<http://other/a> (Not <urn:a>)              | true",
                "<http://other/a> (<urn:a>) </b> ([\"v2\"])  | true",
            })
    void holds(String value, boolean expected) {
        assertThat(parse(value).holds(REQUESTED, STATE)).isEqualTo(expected);
    }

    @Test
    void withoutHeaderAllHolds() {
        assertThat(IfHeader.ABSENT.holds(REQUESTED, STATE)).isTrue();
        assertThat(IfHeader.ABSENT.submittedTokens()).isEmpty();
    }

    @Test
    @Proves({"DAV-IF-04", "DAV-IF-13"})
    void listsWithoutTagSpeakOfTheRequestAlone() {
        IfHeader header = parse("(<urn:a>)");

        assertThat(header.holds(REQUESTED, STATE)).isTrue();
        assertThat(header.holds(ResourcePath.parse("/b"), STATE)).isFalse();
        assertThat(header.holds(ResourcePath.ROOT, STATE)).isFalse();
    }

    @Test
    void looksNoFurtherThanNeeded() {
        StateLookup none = new StateLookup() {
            @Override
            public Optional<EntityTag> entityTag(ResourcePath path) {
                throw new AssertionError("asked for the tag of " + path);
            }

            @Override
            public boolean locked(ResourcePath path, LockToken token) {
                return STATE.locked(path, token);
            }
        };

        assertThat(parse("(<urn:a>) ([\"v1\"])").holds(REQUESTED, none)).isTrue();
        assertThat(parse("(<urn:z> [\"v1\"])").holds(REQUESTED, none)).isFalse();
        assertThat(parse("<http://other/> ([\"v1\"])").holds(REQUESTED, none)).isFalse();
    }

    @ParameterizedTest
    @Proves({"DAV-IF-03", "DAV-IF-11"})
    @CsvSource(
            delimiter = '|',
            value = {
                "(<urn:a>)                                     | urn:a",
                "(Not <urn:a>)                                 | urn:a",
                "(<urn:a> [\"v9\"])                            | urn:a",
                "(<urn:a>) (<urn:b> <urn:c>)                   | urn:a urn:b urn:c",
                "(<urn:a>) (Not <urn:a>)                       | urn:a",
                "<http://other/a> (<urn:a>) </x> (Not <urn:b>) | urn:a urn:b",
                "(<urn:a>) (Not <DAV:no-lock>)                 | urn:a",
            })
    void tokensAreSubmittedWhereverTheyStand(String value, String tokens) {
        assertThat(parse(value).submittedTokens()).extracting(LockToken::uri).containsExactly(tokens.split(" ", -1));
    }

    @Test
    void tagsAloneSubmitNothing() {
        assertThat(parse("([\"v1\"] Not <DAV:no-lock>)").submittedTokens()).isEmpty();
    }
}
