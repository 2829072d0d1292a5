package io.headroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppPasswordTest {
    private final AppPassword password = AppPassword.generate(new SecureRandom());

    @Test
    void itIsShownInGroupsThatPeopleCanType() {
        assertThat(password.shown()).matches("([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}");
    }

    @Test
    void eachIsAnother() {
        Set<AppPassword> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            all.add(AppPassword.generate(new SecureRandom()));
        }
        assertThat(all).hasSize(1000);
    }

    @Test
    void itIsReadAsPeopleTypeIt() {
        String shown = password.shown();
        for (String typed : new String[] {
            shown,
            shown.toUpperCase(Locale.ROOT),
            shown.replace("-", ""),
            shown.replace('-', ' '),
            shown.replace('0', 'O').replace('1', 'l')
        }) {
            assertThat(AppPassword.parse(typed)).as(typed).contains(password);
        }
        assertThat(AppPassword.parse(shown.substring(1))).isEmpty();
        assertThat(AppPassword.parse(shown + "0")).isEmpty();
        assertThat(AppPassword.parse("u" + shown.substring(1))).isEmpty();
        assertThat(AppPassword.parse("")).isEmpty();
    }

    @Test
    void whatIsKeptDoesNotTellIt() {
        assertThat(new AppPassword("0123456789abcdefghjkmnpqrstv").digest())
                .isEqualTo("d6e6229139f7628a8803a9c247c8f0dcb79ce885ff3eadd0c91ea02756b3039a");
        assertThat(password).asString().doesNotContain(password.letters());
    }

    @Test
    void aChosenPasswordIsNeitherShortNorLongNorUnsendable() {
        assertThat(new NewPassword("pässwörd").text()).isEqualTo("pässwörd");
        assertThat(new NewPassword("pässwörd")).asString().doesNotContain("pässwörd");
        assertThatThrownBy(() -> new NewPassword("1234567")).hasMessageContaining("too short", "at least 8");
        assertThatThrownBy(() -> new NewPassword("😀".repeat(7))).hasMessageContaining("too short");
        assertThatThrownBy(() -> new NewPassword("x".repeat(257))).hasMessageContaining("too long");
        assertThatThrownBy(() -> new NewPassword("pass\tword")).hasMessageContaining("control character");
    }
}
