package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    @Test
    void everySettingHasAVariable() {
        for (Setting setting : Setting.values()) {
            String variable = EnvironmentSettings.variable(setting.key());
            assertThat(EnvironmentSettings.read(Map.of(variable, "x")).entries(setting))
                    .containsExactly(new Entry("x", new Origin.InEnvironment(variable)));
        }
        assertThat(EnvironmentSettings.variable("admin-port")).isEqualTo("HEADROOM_ADMIN_PORT");
    }

    @Test
    void aListHasOneEntryToALine() {
        assertThat(EnvironmentSettings.read(Map.of("HEADROOM_QUOTA", "/a=1GiB\n/b=2GiB\n"))
                        .text(Setting.QUOTA))
                .isEqualTo("/a=1GiB\n/b=2GiB");
    }

    @Test
    void theUnknownIsRefusedWithItsNameAndTheNearest() {
        assertThatThrownBy(() -> EnvironmentSettings.read(Map.of("HEADROOM_RAED_ONLY", "true")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("HEADROOM_RAED_ONLY: ")
                .hasMessageContaining("Did you mean HEADROOM_READ_ONLY?");
        assertThatThrownBy(() -> EnvironmentSettings.read(Map.of("HEADROOM_port", "1")))
                .isInstanceOf(SettingsException.class);
    }

    @Test
    void othersAreLeftAlone() {
        GivenSettings settings = EnvironmentSettings.read(
                Map.of("HEADROOM_JAVA_OPTS", "-Xmx1g", "HEADROOM_LOG", "DEBUG", "PORT", "1", "PATH", "/bin"));
        for (Setting setting : Setting.values()) {
            assertThat(settings.has(setting)).isFalse();
        }
    }

    @Test
    void aWrongValueIsSaidWithTheVariable() {
        GivenSettings settings = EnvironmentSettings.read(Map.of("HEADROOM_PORT", "eighty"));
        StorageLocation location = new StorageLocation.Folder(Path.of("/srv/files"));
        assertThatThrownBy(() -> ServerConfig.of(location, settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("HEADROOM_PORT: The setting 'port' is 'eighty'");
    }

    @Test
    void theStrongerReplacesAListAsAWhole() {
        GivenSettings file = new GivenSettings(Map.of(
                Setting.QUOTA,
                List.of(new Entry("/a=1GiB", new Origin.InFile(Path.of("f"), 1))),
                Setting.PORT,
                List.of(new Entry("1", new Origin.InFile(Path.of("f"), 2)))));
        GivenSettings both = file.under(EnvironmentSettings.read(Map.of("HEADROOM_QUOTA", "/b=2GiB")));
        assertThat(both.text(Setting.QUOTA)).isEqualTo("/b=2GiB");
        assertThat(both.text(Setting.PORT)).isEqualTo("1");
    }
}
