package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.tls.Authorities;
import io.headroom.server.token.IssuerSettings;
import io.headroom.spi.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerSectionTest {
    private static final Path ROOT = Path.of("/srv/files");
    private static final String URL = "https://id.example.org/realms/main";

    private static ServerConfig config(Map<Setting, String> more) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.OIDC_ISSUER, URL);
        settings.put(Setting.OIDC_AUDIENCE, "headroom");
        settings.putAll(more);
        return ServerConfig.of(ROOT, settings);
    }

    private static void assertWrong(String message, Map<Setting, String> settings) {
        assertThatThrownBy(() -> config(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyDefaultIsWhatTheTableSays() {
        assertThat(ServerConfig.of(ROOT, Map.of()).people().issuer()).isEmpty();
        assertThat(config(Map.of()).people().issuer())
                .contains(new IssuerSettings(
                        URL,
                        Set.of("headroom"),
                        Optional.empty(),
                        Authorities.OF_JAVA,
                        "preferred_username",
                        "groups",
                        Duration.ofSeconds(30)));
    }

    @Test
    void whatIsSetIsTaken() {
        IssuerSettings settings = config(Map.of(
                        Setting.OIDC_ISSUER,
                        "http://localhost:9000/",
                        Setting.OIDC_AUDIENCE,
                        "headroom, files",
                        Setting.OIDC_JWKS_URL,
                        "https://id.example.org/keys"))
                .people()
                .issuer()
                .orElseThrow();
        assertThat(settings.issuer()).as("to the letter").isEqualTo("http://localhost:9000/");
        assertThat(settings.audiences()).containsExactlyInAnyOrder("headroom", "files");
        assertThat(settings.keysUrl()).contains(URI.create("https://id.example.org/keys"));
    }

    @Test
    void peopleOfAnIssuerHavePermissionsAndHomes() {
        ServerConfig config = config(Map.of(Setting.PERMISSIONS, "/=@staff:write", Setting.HOME, "/home/{user}"));
        assertThat(config.people().rules()).hasSize(1);
        assertThat(config.people().homes()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "OIDC_ISSUER, http://id.example.org, http:// is for this machine only",
        "OIDC_ISSUER, http://127.0.0.1.example.org, http:// is for this machine only",
        "OIDC_ISSUER, id.example.org, must look like https://",
        "OIDC_ISSUER, https://user:secret@id.example.org, must look like https://",
        "OIDC_ISSUER, https://a b, must look like https://",
        "OIDC_AUDIENCE, ' , ', else whatever takes tokens",
        "OIDC_JWKS_URL, http://id.example.org/keys, http:// is for this machine only",
        "OIDC_USER_CLAIM, 'a\"b', is no name of a claim",
        "OIDC_LEEWAY, 301, from 0 to 300",
        "OIDC_CA_FILE, /none, can't be read",
        "HOST, 0.0.0.0, --allow-plain-http",
    })
    void whatIsWrongIsSaid(Setting setting, String value, String message) {
        assertWrong(message, Map.of(setting, value));
    }

    @Test
    void nothingOfItStandsAlone() {
        assertThatThrownBy(() -> ServerConfig.of(ROOT, Map.of(Setting.OIDC_AUDIENCE, "headroom")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'oidc-audience' needs 'oidc-issuer'");
    }
}
