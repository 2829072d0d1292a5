package io.headroom.server.conditional;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.conditional.IfHeader.ForeignResource;
import io.headroom.server.conditional.IfHeader.RequestResource;
import io.headroom.server.conditional.IfHeader.TaggedList;
import io.headroom.server.conditional.IfHeader.TaggedResource;
import io.headroom.server.lock.LockToken;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.Href;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.path.OwnAuthorities;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("DAV-IF-01")
class IfHeaderParserTest {
    private static final DestinationHeader DESTINATION =
            new DestinationHeader(new HrefCodec("/dav"), new OwnAuthorities(Set.of()));

    private static IfHeader parse(String value) {
        return IfHeaderParser.parse(
                value, reference -> DESTINATION.ours(reference, "http", "host").map(Href::path));
    }

    /** A short form: subject, then conditions, with ! for Not. */
    private static String shortForm(IfHeader header) {
        return header.lists().stream()
                .map(list -> subject(list) + conditions(list))
                .collect(Collectors.joining(" "));
    }

    private static String subject(TaggedList list) {
        if (list.subject() instanceof TaggedResource tagged) {
            return tagged.tagged().toString();
        }
        return list.subject() instanceof RequestResource ? "" : "foreign";
    }

    private static String conditions(TaggedList list) {
        return list.conditions().stream()
                .map(condition -> (condition.negated() ? "!" : "") + state(condition))
                .collect(Collectors.joining(" ", "(", ")"));
    }

    private static String state(StateCondition condition) {
        return condition instanceof StateCondition.HasToken has
                ? has.token().uri()
                : ((StateCondition.HasTag) condition).tag().toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(<urn:uuid:a>)                               | (urn:uuid:a)",
                "( <urn:uuid:a> )                             | (urn:uuid:a)",
                "'  (<urn:uuid:a>)  '                         | (urn:uuid:a)",
                "(<urn:uuid:a>[\"v1\"])                       | (urn:uuid:a \"v1\")",
                "(<urn:uuid:a> [\"v1\"])                      | (urn:uuid:a \"v1\")",
                "([\"v1\"])                                   | (\"v1\")",
                "([ \"v1\" ])                                 | (\"v1\")",
                "([W/\"v1\"])                                 | (W/\"v1\")",
                "([\"\"])                                     | (\"\")",
                "([\"a]b)c(\"])                               | (\"a]b)c(\")",
                "(Not <urn:uuid:a>)                           | (!urn:uuid:a)",
                "(not <urn:uuid:a>)                           | (!urn:uuid:a)",
                "(Not<urn:uuid:a>)                            | (!urn:uuid:a)",
                "(Not [\"v1\"])                               | (!\"v1\")",
                "(Not <urn:a> <urn:b>)                        | (!urn:a urn:b)",
                "(<urn:a>) (<urn:b>)                          | (urn:a) (urn:b)",
                "(<urn:a>)(<urn:b>)                           | (urn:a) (urn:b)",
                "(<urn:a> [\"v1\"]) (Not <DAV:no-lock>)       | (urn:a \"v1\") (!DAV:no-lock)",
                "</dav/a> (<urn:a>)                           | /a(urn:a)",
                "</dav/a>(<urn:a>)                            | /a(urn:a)",
                "</dav/a/> (<urn:a>)                          | /a(urn:a)",
                "<http://host/dav/a%20b> (<urn:a>)            | /a b(urn:a)",
                "<https://u@HOST:99/dav/a> (<urn:a>)          | /a(urn:a)",
                "</dav/a> (<urn:a>) (<urn:b>)                 | /a(urn:a) /a(urn:b)",
                "</dav/a> (<urn:a>) </dav/b> (Not [\"v1\"])   | /a(urn:a) /b(!\"v1\")",
                "<http://other/dav/a> (<urn:a>)               | foreign(urn:a)",
                "<http://host/other> (<urn:a>)                | foreign(urn:a)",
                "<urn:x> (<urn:a>) </dav/b> (<urn:b>)         | foreign(urn:a) /b(urn:b)",
                "(<locktoken:a-write-lock>)                   | (locktoken:a-write-lock)",
            })
    void reads(String value, String expected) {
        assertThat(shortForm(parse(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "()",
                "( )",
                "(",
                ")",
                "(<>)",
                "(<urn:a>",
                "<urn:a>)",
                "(<urn:a)",
                "(<urn:a<b>)",
                "(urn:a)",
                "(<urn:a>))",
                "((<urn:a>))",
                "(<urn:a>) x",
                "(<urn:a>), (<urn:b>)",
                "(<urn:a>,<urn:b>)",
                "(Not)",
                "(Not Not <urn:a>)",
                "(No <urn:a>)",
                "([v1])",
                "([])",
                "([\"v1])",
                "([\"v1\")",
                "([w/\"v1\"])",
                "([W/ \"v1\"])",
                "([\"v1\" \"v2\"])",
                "([\"v1\"]",
                "</dav/a>",
                "</dav/a> </dav/b> (<urn:a>)",
                "</dav/a> ()",
                "</dav/a> (<urn:a>) </dav/b>",
                // Tagged and untagged lists don't mix.
                "(<urn:a>) </dav/a> (<urn:b>)",
                // Tags that are no URL, or can't be one of ours.
                "<dav/a> (<urn:a>)",
                "<> (<urn:a>)",
                "</dav/../a> (<urn:a>)",
                "</dav/%zz> (<urn:a>)",
            })
    void refuses(String value) {
        assertRefused(400, () -> parse(value));
    }

    @Test
    void noHeaderIsNoCondition() {
        assertThat(IfHeaderParser.parse(null, reference -> {
                    throw new AssertionError("nothing to resolve");
                }))
                .isEqualTo(IfHeader.ABSENT);
        assertThat(IfHeader.ABSENT.isPresent()).isFalse();
        assertThat(parse("(<urn:a>)").isPresent()).isTrue();
    }

    @Test
    @Proves("DAV-IF-14")
    void lengthAndCountAreLimited() {
        assertRefused(431, () -> parse("(<urn:" + "a".repeat(8 * 1024) + ">)"));
        assertRefused(431, () -> parse("(<a:>)".repeat(201)));
        assertThat(parse("(<a:>)".repeat(200)).lists()).hasSize(200);
    }

    @Test
    void valuesAreWhatTheySeem() {
        IfHeader header = parse("</dav/a> (Not <urn:a> [W/\"v1\"]) <http://other/> ([\"v2\"])");

        assertThat(header.lists())
                .containsExactly(
                        new TaggedList(
                                new TaggedResource(ResourcePath.parse("/a")),
                                List.of(
                                        new StateCondition.HasToken(true, new LockToken("urn:a")),
                                        new StateCondition.HasTag(false, new EntityTag("v1", true)))),
                        new TaggedList(
                                new ForeignResource(),
                                List.of(new StateCondition.HasTag(false, EntityTag.strong("v2")))));
    }
}
