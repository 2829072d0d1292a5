package io.headroom.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {
    private enum Colour {
        RED,
        GREEN
    }

    private static final StorageSettings SETTINGS =
            new StorageSettings(Map.of("name", "x", "on", "true", "off", "false", "colour", "green", "odd", "maybe"));

    @Test
    void texts() {
        assertThat(SETTINGS.required("name")).isEqualTo("x");
        assertThat(SETTINGS.optional("name")).contains("x");
        assertThat(SETTINGS.optional("other")).isEmpty();
        assertThatThrownBy(() -> SETTINGS.required("other"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting 'other' is missing.");
    }

    @Test
    void flags() {
        assertThat(SETTINGS.flag("on", false)).isTrue();
        assertThat(SETTINGS.flag("off", true)).isFalse();
        assertThat(SETTINGS.flag("other", true)).isTrue();
        assertThatThrownBy(() -> SETTINGS.flag("odd", true))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting 'odd' is 'maybe': it must be true or false.");
    }

    @Test
    void choices() {
        assertThat(SETTINGS.choice("colour", Colour.class, Colour.RED)).isEqualTo(Colour.GREEN);
        assertThat(SETTINGS.choice("other", Colour.class, Colour.RED)).isEqualTo(Colour.RED);
        assertThatThrownBy(() -> SETTINGS.choice("odd", Colour.class, Colour.RED))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting 'odd' is 'maybe': it must be one of green, red.");
    }

    @Test
    void messagesUseTheWordsOfWhoeverSetThem() {
        StorageSettings settings =
                new StorageSettings(Map.of("limit", "much", "colour", "odd"), Map.of("limit", "s3-limit"));
        assertThat(settings.nameOf("limit")).isEqualTo("s3-limit");
        assertThatThrownBy(() -> settings.bytes("limit", 0, 0, 1)).hasMessageContaining("'s3-limit'");
        assertThatThrownBy(() -> settings.number("limit", 0, 0, 1)).hasMessageContaining("'s3-limit'");
        assertThatThrownBy(() -> settings.flag("limit", true)).hasMessageContaining("'s3-limit'");
        assertThatThrownBy(() -> settings.choice("limit", Colour.class, Colour.RED))
                .hasMessageContaining("'s3-limit'");
        assertThatThrownBy(() -> settings.choice("colour", Colour.class, Colour.RED))
                .hasMessageContaining("'colour'");
    }

    @Test
    void unknownKeys() {
        assertThatThrownBy(() -> SETTINGS.refuseUnknown(List.of("name", "on", "off", "odd")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting 'colour' is unknown here; known are name, odd, off, on.");
        SETTINGS.refuseUnknown(List.of("name", "on", "off", "odd", "colour", "more"));
    }

    @Test
    void sizes() {
        StorageSettings sizes =
                new StorageSettings(Map.of("part", "8 MiB", "plain", "4096", "odd", "much", "tiny", "1"));
        assertThat(sizes.bytes("part", 1, 0, Long.MAX_VALUE)).isEqualTo(8 * 1024 * 1024);
        assertThat(sizes.bytes("plain", 1, 0, Long.MAX_VALUE)).isEqualTo(4096);
        assertThat(sizes.bytes("missing", 77, 0, Long.MAX_VALUE)).isEqualTo(77);
        assertThatThrownBy(() -> sizes.bytes("odd", 1, 0, 10))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'odd'");
        assertThatThrownBy(() -> sizes.bytes("tiny", 5, 5, 10))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting 'tiny' is '1': it must be a size from 5 to 10 bytes.");
    }
}
