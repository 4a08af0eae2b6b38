package io.peerstage.testkit;

import com.microsoft.playwright.BrowserContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The ways between one peer's edges and the peers at their other ends: as narrow, lossy or slow as a test likes. What goes to a child is
 * limited; what comes back from it is lost as much, and not delayed.
 */
public final class UdpLink implements AutoCloseable {
    /** Which edges of a peer it lies under. */
    public enum Side {
        CHILD,
        PARENT
    }

    private static final String SCRIPT = Resources.text(UdpLink.class, "link.js");
    private static final int LARGEST = 65_535;
    private static final double LONGEST_QUEUE = 250;
    private static final double NANOS = 1e6;
    /** RFC 7983: the first byte of what is RTP or RTCP. */
    private static final int RTP_FIRST = 128;

    private static final int RTP_LAST = 191;

    private final Side side;
    private final Random random;
    private final Timer later = new Timer("late packets of a test", true);
    private final List<DatagramChannel> channels = new CopyOnWriteArrayList<>();
    private volatile double kilobits = Double.POSITIVE_INFINITY;
    private volatile double loss;
    private volatile boolean swallows;
    private volatile long delay;
    private double busyUntil;

    public UdpLink(Side side, long seed) {
        this.side = side;
        random = new Random(seed);
    }

    /** What comes and goes by edges of that side goes through here, in all pages that are opened from now on. */
    public UdpLink under(BrowserContext peer) {
        peer.exposeFunction("throughLink", address -> open((String) address[0], (Integer) address[1]));
        peer.addInitScript("window.linkedSide = '" + side.name().toLowerCase(java.util.Locale.ROOT) + "';\n" + SCRIPT);
        return this;
    }

    /** Bits a millisecond; what waits for more than 250 ms is dropped. */
    public void narrow(double kilobitsASecond) {
        kilobits = kilobitsASecond;
    }

    public void widen() {
        kilobits = Double.POSITIVE_INFINITY;
    }

    /** @param share of the packets, 0 to 1 */
    public void lose(double share) {
        loss = share;
    }

    /** Pictures and sound go no further; all else does. */
    public void swallow() {
        swallows = true;
    }

    /** Pictures and sound come so many milliseconds later; all else at once. */
    public void delay(long milliseconds) {
        delay = milliseconds;
    }

    private int open(String address, int port) {
        try {
            var channel = DatagramChannel.open().bind(new InetSocketAddress(address, 0));
            channels.add(channel);
            daemon(() -> carry(channel, new InetSocketAddress(address, port))).start();
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void carry(DatagramChannel channel, InetSocketAddress linked) {
        SocketAddress other = null;
        try {
            while (true) {
                var packet = ByteBuffer.allocate(LARGEST);
                var from = channel.receive(packet);
                packet.flip();
                var isFromLinked = linked.equals(from);
                if (!isFromLinked) {
                    other = from;
                }
                var to = isFromLinked ? other : linked;
                var isToChild = isFromLinked == (side == Side.PARENT);
                if (to != null && !isLost(packet)) {
                    pass(channel, packet, to, isToChild);
                }
            }
        } catch (ClosedChannelException closed) {
            return; // it is over
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean isLost(ByteBuffer packet) {
        synchronized (random) {
            return (loss > 0 && random.nextDouble() < loss) || (swallows && isMedia(packet));
        }
    }

    private static boolean isMedia(ByteBuffer packet) {
        var first = packet.get(0) & 0xff;
        return first >= RTP_FIRST && first <= RTP_LAST;
    }

    private void pass(DatagramChannel channel, ByteBuffer packet, SocketAddress to, boolean isToChild)
            throws IOException {
        var wait = isToChild ? wait(packet) : 0;
        if (wait > LONGEST_QUEUE && delay == 0) {
            return;
        }
        if (wait == 0) {
            channel.send(packet, to);
        } else {
            later.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            sendLate(channel, packet, to);
                        }
                    },
                    Math.round(wait));
        }
    }

    /** Milliseconds until its last bit is through. */
    private synchronized double wait(ByteBuffer packet) {
        if (delay > 0 && isMedia(packet)) {
            return delay;
        }
        if (kilobits == Double.POSITIVE_INFINITY) {
            return 0;
        }
        var now = System.nanoTime() / NANOS;
        var begins = Math.max(now, busyUntil);
        if (begins - now > LONGEST_QUEUE) {
            return begins - now;
        }
        busyUntil = begins + packet.limit() * 8 / kilobits;
        return busyUntil - now;
    }

    private static void sendLate(DatagramChannel channel, ByteBuffer packet, SocketAddress to) {
        try {
            channel.send(packet, to);
        } catch (IOException closed) {
            return; // as a packet that is on its way when the cable is pulled out
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "link of a test");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        later.cancel();
        for (var channel : channels) {
            try {
                channel.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
