package dev.roam.codec.samples;

import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // applications use them
final class TimeSamples {
    private static final LocalDateTime THEN = LocalDateTime.of(2024, 2, 29, 12, 30, 15, 123_456_789);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private TimeSamples() {}

    static List<Sample> samples() {
        Topic topic = new Topic("Dates and times");
        topic.add("`Instant`", () -> Instant.ofEpochSecond(-5, 7))
                .add("`Instant.MAX`", () -> Instant.MAX)
                .add("`Duration`", () -> Duration.ofSeconds(-1, 5))
                .add("`Instant.MIN`", () -> Instant.MIN)
                .add("longest `Duration`", () -> Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                .add("`LocalDate.MAX`", () -> LocalDate.MAX)
                .add("`ZonedDateTime` with an offset as zone", () -> THEN.atZone(ZoneOffset.ofHours(-3)))
                .add("`ZonedDateTime` long ago", () -> THEN.withYear(1700).atZone(BERLIN))
                .add("`OffsetDateTime.MIN`", () -> OffsetDateTime.MIN)
                .add("`Year` before Christ", () -> Year.of(-44))
                .add("`Period` of large numbers", () -> Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1))
                .add("`Period`", () -> Period.of(1, -2, 3))
                .add("`LocalDate`", () -> THEN.toLocalDate())
                .add("`LocalDate.MIN`", () -> LocalDate.MIN)
                .add("`LocalTime`", () -> THEN.toLocalTime())
                .add("`LocalTime.MIDNIGHT`", () -> LocalTime.MIDNIGHT)
                .add("`LocalDateTime`", () -> THEN)
                .add("`ZonedDateTime`", () -> THEN.atZone(BERLIN))
                .add("`ZonedDateTime` in the hour that comes twice", TimeSamples::twice)
                .add("`OffsetDateTime`", () -> OffsetDateTime.of(THEN, ZoneOffset.ofHoursMinutes(5, 30)))
                .add("`OffsetTime`", () -> OffsetTime.of(THEN.toLocalTime(), ZoneOffset.UTC))
                .add("`ZoneId`", () -> BERLIN)
                .add("`ZoneId` with a prefix", () -> ZoneId.of("UTC+2"))
                .add("`ZoneOffset`", () -> ZoneOffset.ofTotalSeconds(3601))
                .add("`Year`", () -> Year.of(2024))
                .add("`YearMonth`", () -> YearMonth.of(2024, 2))
                .add("`MonthDay`", () -> MonthDay.of(2, 29))
                .add("`DayOfWeek`", () -> DayOfWeek.FRIDAY)
                .add("`Month`", () -> Month.MAY)
                .add("dates of other calendars", TimeSamples::otherCalendars);
        dates(topic);
        return topic.samples();
    }

    private static void dates(Topic topic) {
        topic.add("`java.util.Date`", () -> new Date(1_700_000_000_123L))
                .add("`Date` far away", () -> new Object[] {new Date(Long.MIN_VALUE), new Date(Long.MAX_VALUE)})
                .add("`Timestamp` before 1970", () -> new Timestamp(-1))
                .add("subclass of `Date`", () -> new Due(5))
                .add("`java.sql.Date`", () -> new java.sql.Date(1_700_000_000_000L))
                .add("`java.sql.Time`", () -> new java.sql.Time(1_700_000_000_000L))
                .add("`java.sql.Timestamp`", TimeSamples::timestamp)
                .add("`GregorianCalendar`", () -> calendar("Europe/Berlin", true))
                .add("`GregorianCalendar` with settings", () -> calendar("America/New_York", false))
                .add("`TimeZone`", () -> TimeZone.getTimeZone("Asia/Tokyo"))
                .add("`TimeZone` of an offset", () -> TimeZone.getTimeZone("GMT+05:30"))
                .add(
                        "`SimpleTimeZone`",
                        () -> new SimpleTimeZone(3_600_000, "mine", 2, -1, 1, 7_200_000, 9, -1, 1, 7_200_000));
    }

    private static Object twice() {
        return LocalDateTime.of(2024, 10, 27, 2, 30).atZone(BERLIN).withLaterOffsetAtOverlap();
    }

    private static Object otherCalendars() {
        LocalDate day = THEN.toLocalDate();
        return new Object[] {
            JapaneseDate.from(day), HijrahDate.from(day), MinguoDate.from(day), ThaiBuddhistDate.from(day)
        };
    }

    private static Object timestamp() {
        Timestamp timestamp = new Timestamp(1_700_000_000_123L);
        timestamp.setNanos(123_456_789);
        return timestamp;
    }

    private static Object calendar(String zone, boolean lenient) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), java.util.Locale.GERMANY);
        calendar.setTimeInMillis(1_700_000_000_123L);
        calendar.setLenient(lenient);
        calendar.setFirstDayOfWeek(lenient ? Calendar.MONDAY : Calendar.SATURDAY);
        calendar.setMinimalDaysInFirstWeek(lenient ? 4 : 2);
        return calendar;
    }

    @SuppressWarnings("serial") // as applications write them
    static final class Due extends Date {
        final String what = "rent";

        Due(long time) {
            super(time);
        }
    }
}
