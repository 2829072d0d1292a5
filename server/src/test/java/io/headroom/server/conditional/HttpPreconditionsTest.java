package io.headroom.server.conditional;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.conditional.HttpPreconditions.Outcome;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPreconditionsTest {
    private static final ResourcePath PATH = ResourcePath.parse("/r");
    /** Half a second after what a header can say. */
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");

    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

    private static Optional<Resource> resource(String kind) {
        return switch (kind) {
            case "file" -> Optional.of(file(EntityTag.strong("v1")));
            case "weak" -> Optional.of(file(new EntityTag("v1", true)));
            case "collection" -> Optional.of(new CollectionResource(PATH, Optional.of(MODIFIED), Optional.empty()));
            case "undated" -> Optional.of(new CollectionResource(PATH, Optional.empty(), Optional.empty()));
            case "unreadable" -> Optional.of(new UnreadableResource(PATH, true));
            case "none" -> Optional.empty();
            default -> throw new AssertionError(kind);
        };
    }

    private static FileResource file(EntityTag tag) {
        return new FileResource(PATH, 10, tag, MODIFIED, Optional.empty(), Optional.empty());
    }

    private static @Nullable String date(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "before" -> BEFORE;
            case "same" -> SAME;
            case "after" -> AFTER;
            default -> word;
        };
    }

    @ParameterizedTest
    @Proves("HTTP-CND-01")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v1\"           | file       | PROCEED",
                "\"v9\"           | file       | FAILED",
                "\"v9\", \"v1\"   | file       | PROCEED",
                "W/\"v1\"         | file       | FAILED",
                "\"v1\"           | weak       | FAILED",
                "W/\"v1\"         | weak       | FAILED",
                "*                | file       | PROCEED",
                "*                | weak       | PROCEED",
                "*                | collection | PROCEED",
                "*                | unreadable | PROCEED",
                "*                | none       | FAILED",
                "\"v1\"           | none       | FAILED",
                "\"v1\"           | collection | FAILED",
                "JoplinIgnore-1   | file       | FAILED",
                "v1               | file       | FAILED",
            })
    void ifMatch(String value, String kind, Outcome outcome) {
        HttpPreconditions conditions = HttpPreconditions.parse(value, null, null, null);

        assertThat(conditions.evaluate(false, resource(kind))).isEqualTo(outcome);
        assertThat(conditions.evaluate(true, resource(kind))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @Proves("HTTP-CND-02")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v1\"           | file       | NOT_MODIFIED | FAILED",
                "\"v9\"           | file       | PROCEED      | PROCEED",
                "\"v9\", \"v1\"   | file       | NOT_MODIFIED | FAILED",
                "W/\"v1\"         | file       | NOT_MODIFIED | FAILED",
                "\"v1\"           | weak       | NOT_MODIFIED | FAILED",
                "*                | file       | NOT_MODIFIED | FAILED",
                "*                | collection | NOT_MODIFIED | FAILED",
                "*                | unreadable | NOT_MODIFIED | FAILED",
                "*                | none       | PROCEED      | PROCEED",
                "\"v1\"           | none       | PROCEED      | PROCEED",
                "\"v1\"           | collection | PROCEED      | PROCEED",
                "JoplinIgnore-5   | file       | PROCEED      | PROCEED",
                "JoplinIgnore-5   | collection | PROCEED      | PROCEED",
                "JoplinIgnore-5   | none       | PROCEED      | PROCEED",
                "v1               | file       | PROCEED      | PROCEED",
            })
    void ifNoneMatch(String value, String kind, Outcome safe, Outcome unsafe) {
        HttpPreconditions conditions = HttpPreconditions.parse(null, value, null, null);

        assertThat(conditions.evaluate(true, resource(kind))).isEqualTo(safe);
        assertThat(conditions.evaluate(false, resource(kind))).isEqualTo(unsafe);
    }

    @ParameterizedTest
    @Proves("HTTP-CND-03")
    @CsvSource({
        "before,file,PROCEED",
        "same,file,NOT_MODIFIED",
        "after,file,NOT_MODIFIED",
        "nonsense,file,PROCEED",
        "'',file,PROCEED",
        "after,none,PROCEED",
        "after,collection,PROCEED",
        "after,unreadable,PROCEED",
    })
    void ifModifiedSince(String value, String kind, Outcome safe) {
        HttpPreconditions conditions = HttpPreconditions.parse(null, null, date(value), null);

        assertThat(conditions.evaluate(true, resource(kind))).isEqualTo(safe);
        assertThat(conditions.evaluate(false, resource(kind))).isEqualTo(Outcome.PROCEED);
    }

    @ParameterizedTest
    @Proves("HTTP-CND-04")
    @CsvSource({
        "before,file,FAILED",
        "same,file,PROCEED",
        "after,file,PROCEED",
        "nonsense,file,PROCEED",
        "before,none,PROCEED",
        "before,collection,FAILED",
        "same,collection,PROCEED",
        "before,undated,PROCEED",
        "before,unreadable,PROCEED",
    })
    void ifUnmodifiedSince(String value, String kind, Outcome outcome) {
        HttpPreconditions conditions = HttpPreconditions.parse(null, null, null, date(value));

        assertThat(conditions.evaluate(false, resource(kind))).isEqualTo(outcome);
        assertThat(conditions.evaluate(true, resource(kind))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @Proves("HTTP-CND-05")
    @CsvSource(
            delimiter = '|',
            value = {
                // If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since; GET, then PUT.
                "\"v1\" |        |        | before | PROCEED      | PROCEED",
                "\"v9\" |        |        | after  | FAILED       | FAILED",
                "       | \"v9\" | after  |        | PROCEED      | PROCEED",
                "       | \"v1\" | before |        | NOT_MODIFIED | FAILED",
                "       | junk   | after  |        | PROCEED      | PROCEED",
                "\"v1\" | \"v1\" |        |        | NOT_MODIFIED | FAILED",
                "\"v9\" | \"v1\" |        |        | FAILED       | FAILED",
                "       | \"v1\" |        | before | FAILED       | FAILED",
                "       | \"v1\" |        | after  | NOT_MODIFIED | FAILED",
                "\"v1\" |        | after  |        | NOT_MODIFIED | PROCEED",
                "\"v1\" |        | before |        | PROCEED      | PROCEED",
                "       |        | after  | after  | NOT_MODIFIED | PROCEED",
                "       |        | after  | before | FAILED       | FAILED",
            })
    void goThroughInOrder(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince,
            @Nullable String ifUnmodifiedSince,
            Outcome safe,
            Outcome unsafe) {
        HttpPreconditions conditions =
                HttpPreconditions.parse(ifMatch, ifNoneMatch, date(ifModifiedSince), date(ifUnmodifiedSince));

        assertThat(conditions.evaluate(true, resource("file"))).isEqualTo(safe);
        assertThat(conditions.evaluate(false, resource("file"))).isEqualTo(unsafe);
    }

    @Test
    void nothingIsNoCondition() {
        HttpPreconditions conditions = HttpPreconditions.parse(null, null, null, null);

        assertThat(conditions).isSameAs(HttpPreconditions.ABSENT);
        assertThat(conditions.isPresent()).isFalse();
        assertThat(conditions.evaluate(true, resource("file"))).isEqualTo(Outcome.PROCEED);
        assertThat(conditions.toPrecondition(resource("file"))).isEqualTo(new Precondition.None());
    }

    @Test
    void anyHeaderIsACondition() {
        assertThat(HttpPreconditions.parse("*", null, null, null).isPresent()).isTrue();
        assertThat(HttpPreconditions.parse(null, "junk", null, null).isPresent())
                .isTrue();
        assertThat(HttpPreconditions.parse(null, null, SAME, null).isPresent()).isTrue();
        assertThat(HttpPreconditions.parse(null, null, null, SAME).isPresent()).isTrue();
        assertThat(HttpPreconditions.parse(null, null, "junk", "junk").isPresent())
                .isFalse();
    }

    @ParameterizedTest
    @Proves("HTTP-CND-06")
    @CsvSource(
            delimiter = '|',
            value = {
                "        | *       |       | none       | MustNotExist[]",
                "        | \"v9\"  |       | file       | None[]",
                "        | junk    |       | file       | None[]",
                "*       |         |       | file       | MustExist[]",
                "*       |         |       | collection | MustExist[]",
                "\"v1\"  |         |       | file       | MustMatch[tag=\"v1\"]",
                "*       |         | after | file       | MustExist[]",
                "        |         | after | file       | MustMatch[tag=\"v1\"]",
                "        |         | after | none       | None[]",
                "        |         | after | collection | None[]",
            })
    void saysWhatMustHoldAtTheCommit(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable String ifUnmodifiedSince,
            String kind,
            String expected) {
        HttpPreconditions conditions = HttpPreconditions.parse(ifMatch, ifNoneMatch, null, date(ifUnmodifiedSince));

        assertThat(conditions.evaluate(false, resource(kind))).isEqualTo(Outcome.PROCEED);
        assertThat(conditions.toPrecondition(resource(kind))).hasToString(expected);
    }
}
