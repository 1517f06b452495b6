package dev.roam.codec.samples;

import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

/**
 * Calendars and what belongs to them. Their serialised form brings the rules of its time zone along, of all times, as the writer's JDK knows them:
 * so that form cannot be compared with another JDK's. Here is what the rules say of some days.
 */
@SuppressWarnings("JavaUtilDate") // that is what calendars are made of
final class CalendarParts {
    private static final long HALF_A_YEAR_MILLIS = 182L * 24 * 60 * 60 * 1000;
    private static final int HALF_YEARS = 120;

    private CalendarParts() {}

    static void describe(Object value, Portrait portrait) {
        if (value instanceof TimeZone zone) {
            describeZone(zone, portrait);
        } else if (value instanceof Calendar calendar) {
            describeCalendar(calendar, portrait);
        } else if (value instanceof SimpleDateFormat format) {
            portrait.say("pattern", format.toPattern()).say("two digits from", format.get2DigitYearStart());
            portrait.say("calendar", format.getCalendar())
                    .say("symbols for", format.getDateFormatSymbols().getEras()[0]);
        }
    }

    private static void describeZone(TimeZone zone, Portrait portrait) {
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < HALF_YEARS; i++) {
            offsets.add(zone.getOffset(i * HALF_A_YEAR_MILLIS));
        }
        portrait.say("id", zone.getID()).say("offset", zone.getRawOffset()).say("offsets " + offsets);
        if (zone instanceof SimpleTimeZone) {
            portrait.say(zone.toString());
        }
    }

    private static void describeCalendar(Calendar calendar, Portrait portrait) {
        portrait.say("time", calendar.getTimeInMillis()).say("zone", calendar.getTimeZone());
        portrait.say("lenient", calendar.isLenient()).say("first day", calendar.getFirstDayOfWeek());
        portrait.say("first week", calendar.getMinimalDaysInFirstWeek());
        if (calendar instanceof GregorianCalendar gregorian) {
            portrait.say("change", gregorian.getGregorianChange().getTime());
        }
    }
}
