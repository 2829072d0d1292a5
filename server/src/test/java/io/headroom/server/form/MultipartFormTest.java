package io.headroom.server.form;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
    private static final FormBoundary BOUNDARY = new FormBoundary("b");

    /** One part as a test sees it. */
    private record Seen(String field, Optional<String> fileName, Optional<String> contentType, String content) {}

    private static InputStream octets(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Seen> read(InputStream body) throws IOException {
        MultipartForm form = new MultipartForm(body, BOUNDARY);
        List<Seen> parts = new ArrayList<>();
        for (Optional<FormPart> next = form.next(); next.isPresent(); next = form.next()) {
            FormPart part = next.get();
            parts.add(new Seen(
                    part.field(),
                    part.fileName(),
                    part.contentType(),
                    new String(part.content().readAllBytes(), StandardCharsets.UTF_8)));
        }
        return parts;
    }

    private static List<Seen> read(String body) throws IOException {
        return read(octets(body));
    }

    private static String part(String disposition, String content) {
        return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    @Test
    void givesFieldsAndFilesInOrder() throws IOException {
        assertThat(read("preamble\r\n"
                        + part("name=\"overwrite\"", "true")
                        + "--b\r\ncontent-disposition:form-data;name=file;filename=\"a b.txt\"\r\n"
                        + "Content-Type: text/plain\r\nX-Other: 1\r\n\r\none\r\ntwo\r\n"
                        + part("name=file; filename=\"\"", "")
                        + "--b--\r\nepilogue"))
                .containsExactly(
                        new Seen("overwrite", Optional.empty(), Optional.empty(), "true"),
                        new Seen("file", Optional.of("a b.txt"), Optional.of("text/plain"), "one\r\ntwo"),
                        new Seen("file", Optional.of(""), Optional.empty(), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=f; filename=\"Gr\u00fc\u00dfe.txt\"",
                "name=f; filename*=UTF-8''Gr%c3%bc%C3%9Fe.txt",
                "name=f; filename=\"x.txt\"; filename*=utf-8'de'Gr%C3%BC%C3%9Fe.txt",
                "NAME=f; FILENAME=\"Gr\u00fc\u00dfe.txt\"",
            })
    void namesAreUtf8(String disposition) throws IOException {
        assertThat(read(part(disposition, "") + "--b--").get(0).fileName()).contains("Gr\u00fc\u00dfe.txt");
    }

    @Test
    void semicolonsAndQuotationMarksStandInNames() throws IOException {
        assertThat(read(part("name=f; filename=\"a;b \\\"c\\\".txt\"", "") + "--b--")
                        .get(0)
                        .fileName())
                .contains("a;b \\\"c\\\".txt");
    }

    @Test
    void whatIsNotReadIsSkipped() throws IOException {
        MultipartForm form = new MultipartForm(
                octets(part("name=a; filename=a", "x".repeat(200_000)) + part("name=c; filename=c", "c") + "--b--"),
                BOUNDARY);
        assertThat(form.next().orElseThrow().content().read()).isEqualTo('x');
        assertThat(form.next().orElseThrow().fileName()).contains("c");
        assertThat(form.next()).isEmpty();
    }

    @Test
    void bytesOfAllKindsComeThroughAsTheyAre() throws IOException {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        InputStream body = new SequenceInputStream(Collections.enumeration(List.of(
                octets("--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n"),
                new ByteArrayInputStream(content),
                octets("\r\n--b--\r\n"))));
        FormPart part = new MultipartForm(body, BOUNDARY).next().orElseThrow();
        assertThat(part.content().readAllBytes()).isEqualTo(content);
    }

    @Test
    void aTypeThatCouldBreakAHeaderIsDropped() throws IOException {
        assertThat(read("--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n"
                                + "Content-Type: text/html\nX-Injected: 1\r\n\r\n\r\n--b--")
                        .get(0)
                        .contentType())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Cut off: in the headers, in a file, before the last boundary's end.
                "--b\r\nContent-Disposition: form-data; name=f",
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent",
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent\r\n--b",
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent\r\n--b-",
                // Something follows the boundary.
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent\r\n--bx\r\n",
                // Parts that belong to no form.
                "--b\r\nContent-Type: text/plain\r\n\r\ncontent\r\n--b--",
                "--b\r\nContent-Disposition: attachment; filename=f\r\n\r\ncontent\r\n--b--",
            })
    void aBrokenFormIs400(String body) {
        assertRefused(400, () -> read(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no boundary at all", "--b--", "--b--\r\n", "\r\n--other\r\n"})
    void withoutAnyPartThereIsNone(String body) throws IOException {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void namesThatAreNoUtf8Are400() {
        String body = "--b\r\nContent-Disposition: form-data; name=f; filename=\"\u00fc\"\r\n\r\n\r\n--b--";
        assertRefused(400, () -> read(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1))));
    }

    @Test
    void aCodingThatWouldBeStoredIs415() throws IOException {
        String head = "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\nContent-Transfer-Encoding: ";
        assertRefused(415, () -> read(head + "base64\r\n\r\nYQ==\r\n--b--"));
        assertThat(read(head + "BINARY\r\n\r\na\r\n--b--")).hasSize(1);
    }

    @Test
    void headersOfAPartAreLimited() throws IOException {
        String start = "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\nX-Long: ";
        assertThat(read(start + "x".repeat(8_000) + "\r\n\r\n\r\n--b--")).hasSize(1);
        assertRefused(400, () -> read(start + "x".repeat(9_000) + "\r\n\r\n\r\n--b--"));
    }

    @Test
    void partsAreLimited() throws IOException {
        String part = part("name=f", "");
        assertThat(read(part.repeat(MultipartForm.MOST_PARTS) + "--b--")).hasSize(MultipartForm.MOST_PARTS);
        assertRefused(413, () -> read(part.repeat(MultipartForm.MOST_PARTS + 1) + "--b--"));
    }

    /** Gives a text, and then fails as a connection does. */
    private static InputStream failingAfter(String text, IOException failure) {
        return new SequenceInputStream(octets(text), new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw failure;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "--b\r\nContent-Disp",
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent",
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent\r\n--b",
                "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\ncontent\r\n--b--\r\n",
            })
    void aClientThatGoesAwayIsNoBrokenForm(String text) {
        IOException gone = new IOException("gone");
        assertThatThrownBy(() -> read(failingAfter(text, gone))).isSameAs(gone);
    }
}
