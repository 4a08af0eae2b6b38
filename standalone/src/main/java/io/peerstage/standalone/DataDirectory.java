package io.peerstage.standalone;

import io.peerstage.runtime.BadSetting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory of {@code PEERSTAGE_DATA_DIR}, held by one process at a time; the system lets go of it however the process ends. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileLock lock;

    private DataDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataDirectory hold(Path path) {
        try {
            Files.createDirectories(path);
            var file = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = file.tryLock();
            if (lock == null) {
                throw new BadSetting("PEERSTAGE_DATA_DIR: " + path + " is in use by another Peerstage");
            }
            return new DataDirectory(path.toAbsolutePath(), lock);
        } catch (IOException cannot) {
            throw new BadSetting("PEERSTAGE_DATA_DIR: cannot write to " + path.toAbsolutePath() + " ("
                    + cannot.getClass().getSimpleName()
                    + "); for a PostgreSQL of your own set PEERSTAGE_DATABASE_URL");
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.channel().close();
    }
}
