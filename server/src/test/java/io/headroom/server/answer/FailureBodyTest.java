package io.headroom.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headroom.server.exchange.AcceptHeader;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.exchange.ResponseBody;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.text.MessageFiles;
import io.headroom.server.text.Messages;
import io.headroom.server.text.Shortages;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureBodyTest {
    private static final long MIB = 1 << 20;
    private static final HrefCodec CODEC = new HrefCodec("/dav");

    private static Failure quota() {
        return Failure.of(Shortages.quota(Unit.BYTES, 10 * MIB, 8 * MIB, MIB, 7 * MIB));
    }

    private record Told(Map<String, String> headers, String body) {}

    private static Told tell(RoomRoot root, Failure failure, String accept, String userAgent, String language) {
        Messages messages = Messages.of(MessageFiles.builtIn(), "");
        FailedRequest request = new FailedRequest(
                "PUT",
                "/dav/alice/film.mkv",
                Shortages.FILE,
                AcceptHeader.parse(accept),
                userAgent,
                messages.in(language),
                new Codec());
        try (DavResponse response = new FailureBody(root).answer(failure, request)) {
            Map<String, String> headers = new HashMap<>();
            response.forEachHeader(headers::put);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            response.body().orElseThrow().writeTo(new Sink(bytes));
            assertThat(response.contentLength()).hasValue(bytes.size());
            assertThat(response.status()).isEqualTo(failure.status());
            return new Told(headers, bytes.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Told tell(Failure failure, String accept) {
        return tell(RoomRoot.MULTISTATUS, failure, accept, "", "en");
    }

    private static final class Codec implements Hrefs {
        @Override
        public String resource(ResourcePath path) {
            return CODEC.encode(path, false);
        }

        @Override
        public String collection(ResourcePath path) {
            return CODEC.encode(path, true);
        }
    }

    private record Sink(OutputStream stream) implements ResponseBody.Sink {
        @Override
        public WritableByteChannel channel() {
            return Channels.newChannel(stream);
        }
    }

    @Test
    @Proves({"S507-BODY-01", "S507-BODY-04", "QUOTA-ERR-01"})
    void xmlHasTheFiguresInsideTheCondition() {
        String condition = "<D:error><D:quota-not-exceeded><h:needed-bytes>7340032</h:needed-bytes>"
                + "<h:available-bytes>1048576</h:available-bytes><h:missing-bytes>6291456</h:missing-bytes>"
                + "<h:limit-bytes>10485760</h:limit-bytes><h:used-bytes>8388608</h:used-bytes>"
                + "<h:reserved-bytes>1048576</h:reserved-bytes>"
                + "<h:quota-root><D:href>/dav/alice/</D:href></h:quota-root><h:limit-kind>quota</h:limit-kind>"
                + "</D:quota-not-exceeded></D:error>";
        String message = "Not stored: this needs 7.0 MiB, but there is room for 1.0 MiB only. The limit of /alice is"
                + " 10.0 MiB, and 8.0 MiB of it is used. 1.0 MiB is promised to uploads on their way. Delete files"
                + " there that are no longer needed, 6.0 MiB or more, or ask the server's administrator for a larger"
                + " allowance, then try again.";
        assertThat(tell(quota(), "").body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?><D:multistatus xmlns:D=\"DAV:\""
                        + " xmlns:h=\"urn:headroom:capacity\"><D:response><D:href>/dav/alice/film.mkv</D:href>"
                        + "<D:status>HTTP/1.1 507 Insufficient Storage</D:status>" + condition
                        + "<D:responsedescription>" + message + "</D:responsedescription></D:response>"
                        + "<D:responsedescription>Not stored: this needs 7.0 MiB, but there is room for 1.0 MiB only."
                        + "</D:responsedescription><h:message>" + message + "</h:message></D:multistatus>");
    }

    @Test
    @Proves("S507-BODY-04")
    void entriesAreNeverCalledBytes() {
        Failure failure = Failure.of(Shortages.quota(Unit.ENTRIES, 100, 99, 0, 5));
        assertThat(tell(failure, "").body())
                .contains("<h:needed-entries>5</h:needed-entries><h:available-entries>1</h:available-entries>"
                        + "<h:missing-entries>4</h:missing-entries><h:limit-entries>100</h:limit-entries>")
                .doesNotContain("-bytes");
        assertThat(tell(failure, "application/json").body())
                .contains("\"neededEntries\":5")
                .doesNotContain("Bytes");
        assertThat(tell(failure, "text/html").body())
                .contains("<th scope=\"row\">Limit</th><td>100</td>")
                .doesNotContain("bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA_EXCEEDED, quota-not-exceeded, quota",
        "DISK_FULL, sufficient-disk-space, volume",
        "FLOOR, sufficient-disk-space, floor",
        "NO_INODES, sufficient-disk-space, inodes",
        "BACKEND_LIMIT, sufficient-disk-space, backend",
        "METADATA_FULL, sufficient-disk-space, metadata",
        "STAGING, sufficient-disk-space, staging",
    })
    @Proves({"QUOTA-ERR-01", "QUOTA-ERR-02"})
    void eachReasonHasItsConditionAndItsKind(Reason reason, String condition, String kind) throws Exception {
        Failure failure = Failure.of(Shortages.unknown(reason));
        String inside = "<D:" + condition + "><h:limit-kind>" + kind + "</h:limit-kind></D:" + condition + ">";
        assertThat(tell(failure, "").body()).contains("<D:error>" + inside + "</D:error>");
        assertThat(FailureXml.conditions(failure, new Codec())).isEqualTo(inside);
        JsonNode problem =
                new ObjectMapper().readTree(tell(failure, "application/json").body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:headroom:problem:" + condition);
        assertThat(problem.get("limitKind").asText()).isEqualTo(kind);
        assertThat(names(problem)).doesNotContain("neededBytes", "quotaRoot");
    }

    @Test
    @Proves("S507-BODY-07")
    void jsonIsAProblemWithTheFigures() throws Exception {
        Told told = tell(quota(), "application/problem+json");
        assertThat(told.headers()).containsEntry("Content-Type", "application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(told.body());
        assertThat(names(problem))
                .containsExactly(
                        "type",
                        "title",
                        "status",
                        "detail",
                        "instance",
                        "neededBytes",
                        "availableBytes",
                        "missingBytes",
                        "limitBytes",
                        "usedBytes",
                        "reservedBytes",
                        "quotaRoot",
                        "limitKind",
                        "whatToDo");
        assertThat(problem.get("type").asText()).isEqualTo("urn:headroom:problem:quota-not-exceeded");
        assertThat(problem.get("title").asText()).isEqualTo("This does not fit into the storage allowance");
        assertThat(problem.get("status").asInt()).isEqualTo(507);
        assertThat(problem.get("detail").asText()).startsWith("Not stored: this needs 7.0 MiB");
        assertThat(problem.get("instance").asText()).isEqualTo("/dav/alice/film.mkv");
        assertThat(problem.get("missingBytes").asLong()).isEqualTo(6 * MIB);
        assertThat(problem.get("quotaRoot").asText()).isEqualTo("/dav/alice/");
        assertThat(problem.get("whatToDo").asText()).startsWith("Delete files there");
    }

    private static List<String> names(JsonNode problem) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = problem.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    @Test
    @Proves("S507-BODY-07")
    void otherFailuresAreProblemsToo() {
        Failure locked = Failure.of(new RequestRefusedException(
                423, "Locked by \"me\".", Condition.lockTokenSubmitted(List.of(Shortages.FILE))));
        assertThat(tell(locked, "application/json").body())
                .isEqualTo(
                        "{\"type\":\"urn:headroom:problem:lock-token-submitted\",\"title\":\"Locked\",\"status\":423,"
                                + "\"detail\":\"Locked by \\\"me\\\".\",\"instance\":\"/dav/alice/film.mkv\"}");
        assertThat(tell(Failure.of(new RequestRefusedException(403, "No.")), "application/json")
                        .body())
                .startsWith("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,");
    }

    @Test
    @Proves("S507-BODY-09")
    void theErrorRootCarriesTheSameCondition() {
        String condition = "<D:error>" + FailureXml.conditions(quota(), new Codec()) + "</D:error>";
        assertThat(tell(quota(), "").body()).contains(condition);
        String error = tell(RoomRoot.ERROR, quota(), "", "", "en").body();
        assertThat(error)
                .startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><D:error xmlns:D=\"DAV:\""
                        + " xmlns:h=\"urn:headroom:capacity\"><D:quota-not-exceeded>")
                .contains(condition.substring("<D:error>".length(), condition.length() - "</D:error>".length()))
                .contains("<h:message>Not stored: this needs 7.0 MiB");
    }

    @ParameterizedTest
    @Proves("S507-BODY-09")
    @CsvSource({
        "MULTISTATUS, curl/8, multistatus, false",
        "MULTISTATUS, Mozilla/5.0 (Linux) mirall/3.13, multistatus, true",
        "ERROR, curl/8, error, false",
        "ERROR, Mozilla/5.0 (Linux) mirall/3.13, error, false",
        "AUTO, curl/8, multistatus, false",
        "AUTO, Mozilla/5.0 (Linux) mirall/3.13, error, false",
    })
    void desktopProgramsFindTheirTextSomewhere(RoomRoot root, String userAgent, String element, boolean header) {
        Told told = tell(root, quota(), "", userAgent, "de");
        assertThat(told.body()).contains("?><D:" + element + " ");
        assertThat(told.headers().containsKey("OC-ErrorString")).isEqualTo(header);
        if (header) {
            byte[] octets = told.headers().get("OC-ErrorString").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new String(octets, StandardCharsets.UTF_8))
                    .startsWith("Nicht gespeichert: Das braucht 7,0 MiB, aber es ist nur noch Platz für");
        }
    }

    @Test
    @Proves({"S507-BODY-05", "S507-BODY-08"})
    void thePageIsWholeWithoutScript() {
        Told told = tell(quota(), "text/html");
        assertThat(told.headers())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Vary", "Accept, Accept-Language")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Content-Language", "en")
                .hasEntrySatisfying(
                        "Content-Security-Policy",
                        policy -> assertThat(policy)
                                .startsWith("default-src 'none'; style-src 'sha256-")
                                .doesNotContain("unsafe"));
        assertThat(told.body())
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains("<h1>This does not fit into the storage allowance</h1>")
                .contains("<th scope=\"row\">Limit of</th><td class=\"text\" colspan=\"2\">/alice</td>")
                .contains("<th scope=\"row\">Missing</th><td>6.0 MiB</td><td>6,291,456 bytes</td>")
                .contains("<h2>What you can do</h2>")
                .contains("<a href=\"/dav/alice/\">Back to /alice</a>")
                .contains("507 Insufficient Storage")
                .contains("color-scheme:light dark")
                .doesNotContain("<script");
    }

    @Test
    void thePolicyAllowsTheStyleOfThePage() throws Exception {
        Told told = tell(quota(), "text/html");
        String style = told.body()
                .substring(told.body().indexOf("<style>") + 7, told.body().indexOf("</style>"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(told.headers().get("Content-Security-Policy"))
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    @Proves("S507-BODY-08")
    void thePageEscapesWhatOthersNamed() {
        Shortage shortage = new Shortage(
                ResourcePath.parse("/<b>\"&"),
                Unit.BYTES,
                OptionalLong.of(1),
                OptionalLong.of(1),
                OptionalLong.of(0),
                OptionalLong.of(9),
                OptionalLong.of(0));
        assertThat(tell(Failure.of(Shortages.of(Reason.QUOTA_EXCEEDED, shortage)), "text/html")
                        .body())
                .contains("&lt;b&gt;&quot;&amp;")
                .doesNotContain("<b>");
    }

    @Test
    void thePageOfAnyOtherFailureSaysItsStatus() {
        assertThat(tell(Failure.of(new RequestRefusedException(423, "A lock <stands> in the way.")), "text/html")
                        .body())
                .contains("<h1>423 Locked</h1>\n<p>A lock &lt;stands&gt; in the way.</p>")
                .doesNotContain("<table>\n");
    }

    @Test
    @Proves("S507-413-01")
    void aFixedLimitHasAConditionOfOurOwn() {
        Failure failure = Failure.of(new TooLargeException(Shortages.FILE, 4 * MIB));
        assertThat(tell(failure, "").body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?><D:error xmlns:D=\"DAV:\""
                        + " xmlns:h=\"urn:headroom:capacity\"><h:largest-file><h:limit-bytes>4194304</h:limit-bytes>"
                        + "</h:largest-file><h:message>No file may be larger than 4.0 MiB here.</h:message></D:error>");
        assertThat(tell(failure, "application/json").body())
                .contains("\"type\":\"urn:headroom:problem:largest-file\"")
                .contains("\"limitBytes\":4194304");
    }

    @Test
    void whatMissesNoBytesHasNoSuchFigure() {
        Failure failure = Failure.of(Shortages.bytes(Reason.NO_INODES, 0, 0));
        assertThat(tell(failure, "").body())
                .contains("<h:needed-bytes>0</h:needed-bytes><h:available-bytes>0</h:available-bytes><h:limit-kind>");
        assertThat(tell(failure, "text/html").body())
                .contains("<th scope=\"row\">Left</th><td>0 bytes</td></tr>")
                .doesNotContain("Promised")
                .doesNotContain("Missing");
    }

    /** The longest that figures, a quota's path of the usual kind and a name of 255 bytes can make it. */
    @ParameterizedTest
    @EnumSource(Unit.class)
    @Proves("S507-BODY-02")
    void theLongestAnswerIsUnderFourKib(Unit unit) {
        Shortage shortage = new Shortage(
                ResourcePath.parse("/" + "ä".repeat(100)),
                unit,
                OptionalLong.of(Long.MAX_VALUE - 1),
                OptionalLong.of(Long.MAX_VALUE - 2),
                OptionalLong.of(Long.MAX_VALUE - 3),
                OptionalLong.of(Long.MAX_VALUE - 1),
                OptionalLong.of(1));
        Failure failure = Failure.of(Shortages.of(Reason.QUOTA_EXCEEDED, shortage));
        for (String accept : List.of("", "application/json", "text/html")) {
            for (String language : List.of("en", "de")) {
                assertThat(tell(RoomRoot.MULTISTATUS, failure, accept, "", language)
                                .body()
                                .getBytes(StandardCharsets.UTF_8))
                        .as(accept + " " + language)
                        .hasSizeLessThan(4096);
            }
        }
    }
}
