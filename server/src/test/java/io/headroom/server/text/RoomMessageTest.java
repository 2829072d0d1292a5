package io.headroom.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoomMessageTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    private final Texts english = Messages.builtIn().english();
    private final Texts german = Messages.builtIn().in("de");

    private String say(InsufficientStorageException failure) {
        return RoomMessage.of(failure, english).text();
    }

    @Test
    @Proves("S507-BODY-05")
    void aQuotaSaysWhoseItIsHowFarItIsUsedUpAndWhatToDo() {
        assertThat(say(Shortages.quota(Unit.BYTES, 10 * GIB, 9 * GIB, 0, 7 * GIB)))
                .isEqualTo("Not stored: this needs 7.0 GiB, but there is room for 1.0 GiB only."
                        + " The limit of /alice is 10.0 GiB, and 9.0 GiB of it is used."
                        + " Delete files there that are no longer needed, 6.0 GiB or more, or ask the server's"
                        + " administrator for a larger allowance, then try again.");
    }

    @Test
    @Proves("S507-BODY-05")
    void promisesToOthersAreNamedWhenThereAreAny() {
        assertThat(say(Shortages.quota(Unit.BYTES, 10 * GIB, 9 * GIB, GIB, 7 * MIB)))
                .startsWith("Not stored: this needs 7.0 MiB, but no room is left.")
                .contains("1.0 GiB is promised to uploads on their way.");
        assertThat(say(Shortages.quota(Unit.ENTRIES, 5000, 4990, 9, 7)))
                .contains("9 more are promised to uploads on their way.");
        assertThat(say(Shortages.quota(Unit.BYTES, 10 * GIB, 10 * GIB, 0, 1))).doesNotContain("promised");
    }

    @Test
    @Proves("S507-PUT-06")
    void whatIsLargerThanTheWholeLimitIsNotHelpedByAnyCleanUp() {
        assertThat(say(Shortages.quota(Unit.BYTES, GIB, 0, 0, 2 * GIB)))
                .endsWith("No clean-up can make this fit: it is larger than the whole limit of 1.0 GiB. Ask the"
                        + " server's administrator for a larger allowance, or store less.")
                .doesNotContain("Delete");
        assertThat(say(Shortages.quota(Unit.ENTRIES, 100, 0, 0, 2000)))
                .contains("No clean-up can make this fit")
                .contains("the whole limit of 100.");
        assertThat(RoomMessage.of(Shortages.quota(Unit.BYTES, GIB, 0, 0, 2 * GIB), german)
                        .advice())
                .startsWith("Kein Aufräumen hilft");
    }

    @Test
    void entriesAreCountedNotMeasured() {
        assertThat(say(Shortages.quota(Unit.ENTRIES, 5000, 4998, 0, 7)))
                .isEqualTo("Not stored: this makes 7 files and folders, but there is room for 2 only."
                        + " The limit of /alice is 5,000 files and folders, and 4,998 are there."
                        + " Delete files or folders there that are no longer needed, 5 or more, or ask the server's"
                        + " administrator for a larger allowance, then try again.");
        assertThat(say(Shortages.quota(Unit.ENTRIES, 5000, 5000, 0, 1)))
                .startsWith("Not stored: no more files or folders may be made here.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DISK_FULL | The disk behind this server has no more room. | larger disk",
                "FLOOR | The rest of the disk behind this server is kept free | larger disk",
                "NO_INODES | can't take any more files | ask the server's administrator",
                "QUOTA_EXCEEDED | The storage allowance is used up. | larger allowance",
                "BACKEND_LIMIT | The store behind this server has reached its limit. | Delete files",
                "METADATA_FULL | There is no room for locks and properties. | Delete files",
                "STAGING | Too many uploads are on their way at once. | Try again in a moment.",
            })
    void eachReasonHasItsSentenceWithFiguresAndWithout(Reason reason, String limit, String advice) {
        assertThat(say(Shortages.bytes(reason, 100 * MIB, 62 * MIB)))
                .startsWith("Not stored: this needs 100.0 MiB, but there is room for 62.0 MiB only.")
                .contains(limit)
                .contains(advice);
        assertThat(say(Shortages.unknown(reason)))
                .startsWith("Not stored: there is no room left. ")
                .contains(limit)
                .contains(advice);
    }

    @Test
    void aMeasuredVolumeSaysItsSize() {
        Shortage shortage = new Shortage(
                ResourcePath.ROOT,
                Unit.BYTES,
                OptionalLong.of(100 * GIB),
                OptionalLong.of(98 * GIB),
                OptionalLong.of(GIB),
                OptionalLong.of(4 * GIB),
                OptionalLong.of(GIB));
        assertThat(say(Shortages.of(Reason.DISK_FULL, shortage)))
                .contains(
                        "The disk behind this server holds 100.0 GiB, and 98.0 GiB of it is used. 1.0 GiB is promised");
    }

    @Test
    void theRootIsNotCalledSlash() {
        Shortage shortage = new Shortage(
                ResourcePath.ROOT,
                Unit.BYTES,
                OptionalLong.of(GIB),
                OptionalLong.of(GIB),
                OptionalLong.empty(),
                OptionalLong.of(1),
                OptionalLong.of(0));
        assertThat(say(Shortages.of(Reason.QUOTA_EXCEEDED, shortage)))
                .contains("The limit of the whole share is 1.0 GiB");
    }

    @Test
    void figuresThatLookTheSameAreGivenInFull() {
        assertThat(say(Shortages.bytes(Reason.DISK_FULL, GIB + 1, GIB)))
                .startsWith(
                        "Not stored: this needs 1,073,741,825 bytes, but there is room for 1,073,741,824 bytes only.")
                .contains("1 byte or more");
    }

    @Test
    void whatIsFreedByTheFigureIsEnough() {
        assertThat(say(Shortages.bytes(Reason.DISK_FULL, 10 * MIB + 1, 4 * MIB)))
                .contains("6.1 MiB or more");
        assertThat(say(Shortages.bytes(Reason.DISK_FULL, 10 * MIB, 4 * MIB + 104_800)))
                .contains("room for 4.0 MiB");
    }

    @Test
    void nothingIsSaidOfFiguresThatExplainNothing() {
        assertThat(say(Shortages.bytes(Reason.DISK_FULL, 0, 0))).startsWith("Not stored: there is no room left.");
        assertThat(say(Shortages.bytes(Reason.NO_INODES, 10, GIB))).startsWith("Not stored: there is no room left.");
    }

    @Test
    void longOwnersKeepTheirEnd() {
        ResourcePath owner = ResourcePath.parse("/" + "\uD83D\uDCBE".repeat(60) + "/" + "x".repeat(60));
        assertThat(english.owner(owner)).startsWith("\u2026\uD83D\uDCBE").endsWith("/" + "x".repeat(60));
        assertThat(english.owner(owner).codePoints()).hasSize(81);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    @Proves("S507-BODY-05")
    void germanSaysTheSame(Reason reason) {
        assertThat(RoomMessage.of(Shortages.bytes(reason, 1_500_000, 1_000_000), german)
                        .text())
                .startsWith("Nicht gespeichert: Das braucht 1,4 MiB, aber es ist nur noch Platz für 976,5 KiB.")
                .doesNotContain("Delete")
                .doesNotContain("{");
    }
}
