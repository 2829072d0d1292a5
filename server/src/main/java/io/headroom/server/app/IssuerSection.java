package io.headroom.server.app;

import io.headroom.server.tls.Authorities;
import io.headroom.server.token.IssuerAddress;
import io.headroom.server.token.IssuerSettings;
import io.headroom.spi.SettingsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads the settings of an issuer of tokens. */
final class IssuerSection {
    private final SettingValues values;

    private IssuerSection(SettingValues values) {
        this.values = values;
    }

    /**
     * Empty when there is none.
     *
     * @throws SettingsException with the place, the key and a sentence for people
     */
    static Optional<IssuerSettings> read(SettingValues values) {
        return new IssuerSection(values).read();
    }

    private Optional<IssuerSettings> read() {
        if (values.text(Setting.OIDC_ISSUER).isEmpty()) {
            values.requireNoneAlone("oidc-", Setting.OIDC_ISSUER);
            return Optional.empty();
        }
        String issuer =
                values.parsed(Setting.OIDC_ISSUER, IssuerSection::address).toString();
        Set<String> audiences = Set.copyOf(SettingValues.listed(values.text(Setting.OIDC_AUDIENCE)));
        if (audiences.isEmpty()) {
            throw values.wrong(
                    Setting.OIDC_ISSUER,
                    "'oidc-issuer' needs 'oidc-audience': else whatever takes tokens of this issuer could use them here.");
        }
        return Optional.of(new IssuerSettings(
                issuer,
                audiences,
                values.parsedIfAny(Setting.OIDC_JWKS_URL, IssuerSection::address),
                values.path(Setting.OIDC_CA_FILE)
                        .map(file -> values.parsed(Setting.OIDC_CA_FILE, text -> Authorities.read(file)))
                        .orElse(Authorities.OF_JAVA),
                values.parsed(Setting.OIDC_USER_CLAIM, IssuerSection::claim),
                values.parsed(Setting.OIDC_GROUPS_CLAIM, IssuerSection::claim),
                Duration.ofSeconds(values.number(Setting.OIDC_LEEWAY, 0, 300))));
    }

    private static URI address(String text) {
        String wrong =
                "'" + text + "' must look like https://id.example.org/realms/main; http:// is for this machine only.";
        try {
            URI url = new URI(text);
            if (!IssuerAddress.isSafe(url)) {
                throw new IllegalArgumentException(wrong);
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    /** It stands in the words of a refusal. */
    private static String claim(String text) {
        if (!text.matches("[A-Za-z0-9_./:-]+")) {
            throw new IllegalArgumentException("'" + text + "' is no name of a claim.");
        }
        return text;
    }
}
