package io.peerstage.signaling.tree;

/**
 * How often one peer is introduced to others, as parent, child or standby: whoever is introduced learns addresses, and they are not to be
 * harvested. Who has been introduced that often is given no connection, and to no one, until it is over.
 *
 * @param perMinute in any 60 s, at least 1
 * @param perHour in any 3,600 s, at least as many
 */
public record Introductions(int perMinute, int perHour) {
    /** Some thirty times what a viewer needs who stays for an hour. */
    public static final Introductions USUAL = new Introductions(30, 300);

    private static final long MINUTE = 60_000;
    static final long HOUR = 3_600_000;

    public Introductions {
        if (perMinute < 1 || perHour < perMinute) {
            throw new IllegalArgumentException("at least one a minute, and no fewer an hour");
        }
    }

    /** Whether that peer may be introduced once more now. */
    boolean hasOne(Introduced log, long now) {
        return !log.isWithin(perMinute, MINUTE, now) && !log.isWithin(perHour, HOUR, now);
    }

    /**
     * The same for what nobody needs at once, standbys and voluntary moves: half of what a minute gives, and a third of what an hour gives,
     * is kept for those who have no source. Or somebody who comes and goes all the time would use up all that those above have.
     */
    boolean hasPlenty(Introduced log, long now) {
        return !log.isWithin((perMinute + 1) / 2, MINUTE, now) && !log.isWithin((2 * perHour + 2) / 3, HOUR, now);
    }
}
