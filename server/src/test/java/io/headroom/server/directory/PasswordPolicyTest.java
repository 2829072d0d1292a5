package io.headroom.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import javax.naming.ldap.BasicControl;
import javax.naming.ldap.Control;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordPolicyTest {
    private static final String ID = "1.3.6.1.4.1.42.2.27.8.5.1";

    private static Control answer(String id, String hex) {
        return new BasicControl(id, false, HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        // An error: to be changed after a reset; expired; locked.
        "3003810102, true",
        "3003810100, false",
        "3003810101, false",
        // A warning alone: seconds left, logins left.
        "3006a00480020e10, false",
        "3005a003810103, false",
        // Both.
        "3008a003810103810102, true",
        "3008a003810103810103, false",
        // Nothing at all, and what is no such answer.
        "3000, false",
        "'', false",
        "30, false",
        "300381, false",
        "30058103000002, false",
        "30a0, false",
        "30a0a0, false",
        "3003a0ff02, false",
        "3103810102, false",
    })
    void theAnswerSaysWhetherThePasswordMustBeChanged(String hex, boolean expected) {
        assertThat(PasswordPolicy.asksForChange(new Control[] {answer("1.2.3", "3003810102"), answer(ID, hex)}))
                .isEqualTo(expected);
    }

    @Test
    void noAnswerAsksForNothing() {
        assertThat(PasswordPolicy.asksForChange(null)).isFalse();
        assertThat(PasswordPolicy.asksForChange(new Control[0])).isFalse();
        assertThat(PasswordPolicy.asksForChange(new Control[] {new BasicControl(ID)}))
                .isFalse();
    }
}
