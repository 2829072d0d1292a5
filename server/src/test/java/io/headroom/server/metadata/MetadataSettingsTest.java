package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataSettingsTest {
    @Test
    void aPathIsAFile() {
        MetadataSettings settings = MetadataSettings.parse("state/../metadata.db", false);
        assertThat(settings.file()).contains(Path.of("metadata.db").toAbsolutePath());
        assertThat(settings.isShared()).isFalse();
        assertThat(settings.durable()).isFalse();
    }

    @Test
    void aUrlIsShownWithoutUserAndPassword() {
        MetadataSettings settings = MetadataSettings.parse(
                "jdbc:postgresql://one:5433,[::1]:5432/meta?user=anna&password=open%20sesame", true);
        assertThat(settings.isShared()).isTrue();
        assertThat(settings.file()).isEmpty();
        assertThat(settings.title()).isEqualTo("The metadata database jdbc:postgresql://one:5433,[::1]:5432/meta");
        assertThat(settings.toString()).doesNotContain("sesame").doesNotContain("anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:sqlite:secret",
                "JDBC:postgresql://host/secret",
                "postgresql://anna:secret@host/meta",
                "postgres://anna:secret@host/meta",
                "jdbc:postgresql:secret",
                "jdbc:postgresql://host",
                "jdbc:postgresql://host/?password=secret",
                "jdbc:postgresql://anna:secret@host/meta",
                "jdbc:postgresql://anna:secret/meta",
                "jdbc:postgresql://host:0/meta?password=secret",
                "jdbc:postgresql://host:70000/meta?password=secret",
                "jdbc:postgresql://host/meta?password=secret word",
                "jdbc:postgresql://host/meta#secret",
            })
    void whatIsNeitherIsRefusedWithoutShowingIt(String text) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> MetadataSettings.parse(text, true))
                .withMessageContaining("jdbc:postgresql:")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://host/meta                              | ",
                "jdbc:postgresql://host/meta?currentSchema=dav            | dav",
                "jdbc:postgresql://host/meta?currentSchema=Dav,public     | dav",
                "jdbc:postgresql://host/meta?currentSchema=%22Dav%22      | Dav",
            })
    void theFirstSchemaHoldsTheTables(String url, String schema) {
        assertThat(PostgresAddress.parse(url).schema().orElse(null)).isEqualTo(schema);
    }
}
