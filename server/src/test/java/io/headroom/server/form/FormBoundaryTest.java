package io.headroom.server.form;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.failure.RequestRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBoundaryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data; boundary=abc|abc",
                "Multipart/Form-Data;BOUNDARY=abc|abc",
                "multipart/form-data; charset=utf-8; boundary=\"a b:c\"|a b:c",
                "multipart/form-data; boundary=----WebKitFormBoundaryAbC123|----WebKitFormBoundaryAbC123",
            })
    void readsTheBoundary(String contentType, String boundary) {
        assertThat(FormBoundary.of(contentType).text()).isEqualTo(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/mixed; boundary=a",
                "multipart/form-datas; boundary=a",
                "text/plain",
                ""
            })
    void anotherTypeIs415AndSaysWhich(String contentType) {
        RequestRefusedException refusal = assertRefused(415, () -> FormBoundary.of(contentType));
        assertThat(refusal.headers()).containsEntry("Accept-Post", "multipart/form-data");
    }

    @Test
    void noTypeIs415() {
        assertRefused(415, () -> FormBoundary.of(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=a\tb",
                "multipart/form-data; boundary=\u00fc",
            })
    void noBoundaryIs400(String contentType) {
        assertRefused(400, () -> FormBoundary.of(contentType));
    }

    @Test
    void seventyCharactersAreTheMost() {
        assertThat(FormBoundary.of("multipart/form-data; boundary=" + "b".repeat(70))
                        .text())
                .hasSize(70);
        assertRefused(400, () -> FormBoundary.of("multipart/form-data; boundary=" + "b".repeat(71)));
    }
}
