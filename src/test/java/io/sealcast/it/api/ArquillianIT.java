package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.account.Account;
import io.sealcast.account.Accounts;
import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobOutbox;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.UnsentJob;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoKeySlot;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.VideoWarning;
import io.sealcast.catalog.Videos;
import io.sealcast.it.harness.ArquillianServer;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.StoredObject;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the beans, the database and the channels of the built WAR from inside a real Liberty. */
@ExtendWith({ArquillianServer.class, ArquillianExtension.class})
class ArquillianIT {
  private static final long PATIENCE_SECONDS = 60;

  @Inject EncryptService encrypt;
  @Inject DecryptService decrypt;
  @Inject KeySlots slots;
  @Inject Accounts accounts;
  @Inject Videos videos;
  @Inject JobOutbox outbox;
  @Inject VideoEventPublisher events;
  @Inject EventProbe probe;

  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(ZipImporter.class, "sealcast-inside.war")
        .importFrom(new File("target/sealcast.war"))
        .as(WebArchive.class)
        .addClasses(ArquillianIT.class, ArquillianServer.class, EventProbe.class)
        .addAsLibrary(jarOf(Assertions.class), "assertj.jar");
  }

  private static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  @Test
  void whatTheInjectedServicesEncryptTheyDecrypt() throws IOException {
    byte[] plain = new byte[ChunkGrid.DEFAULT.chunkSize() + 12_345];
    new Random(1).nextBytes(plain);
    try (DataKey key = encrypt.newDataKey();
        DataKey other = encrypt.newDataKey()) {
      StoredObject stored = store(videos.nextId(), key, plain);
      byte[] read = new byte[plain.length];
      try (ObjectReader reader = decrypt.open(stored.ref(), key)) {
        for (int at = 0; at < read.length; ) {
          at += reader.read(at, read, at, read.length - at);
        }
      }
      assertThat(read).isEqualTo(plain);
      assertThatThrownBy(
              () -> {
                try (ObjectReader reader = decrypt.open(stored.ref(), other)) {
                  reader.chunk(0);
                }
              })
          .isInstanceOfSatisfying(
              DomainException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY_FAILED));
    }
  }

  @Test
  void aVideoIsKeptWithItsObjectsAndKeySlots() throws IOException {
    Account owner =
        accounts.register(
            "inside-" + UUID.randomUUID(), "a long password".toCharArray(), "192.0.2.1");
    long id = videos.nextId();
    StoredObject source;
    KeySlot slot;
    try (DataKey key = encrypt.newDataKey()) {
      source = store(id, key, new byte[] {1, 2, 3});
      slot = slots.wrap(key, "secret of the video".toCharArray());
    }
    VideoFile video = new VideoFile(id, owner.id(), "Ümläut 🎬", "film.mp4", source.size());
    video.addObject(
        new MediaObject(
            source.ref().objectId(),
            "source",
            MediaObject.Kind.SOURCE,
            "video/mp4",
            source.size(),
            source.iv()));
    video.addKeySlot(new VideoKeySlot(slot.kind(), slot.salt(), slot.iterations(), slot.wrapped()));
    JobKey job = new JobKey(id, UUID.randomUUID().toString(), Instant.now(), new byte[] {1, 2, 3});
    videos.add(video, job);
    outbox.sent(new UnsentJob(job));

    VideoFile found = videos.require(owner, id);

    assertThat(found).isNotSameAs(video);
    assertThat(found.getTitle()).isEqualTo("Ümläut 🎬");
    assertThat(found.getStatus()).isEqualTo(VideoStatus.UPLOADED);
    assertThat(found.getObjects())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.getObjectId()).isEqualTo(source.ref().objectId());
              assertThat(object.getSize()).isEqualTo(3);
              assertThat(object.getIv()).isEqualTo(source.iv());
            });
    assertThat(found.keySlots(KeySlot::new))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.id()).isPositive();
              assertThat(kept.kind()).isEqualTo(KeySlot.PASSPHRASE);
              try (DataKey key = slots.unwrap(kept, "secret of the video".toCharArray());
                  ObjectReader reader = decrypt.open(source.ref(), key)) {
                assertThat(reader.size()).isEqualTo(3);
              }
            });
  }

  @Test
  void aVideosWarningsAreKept() {
    Account owner =
        accounts.register(
            "warned-" + UUID.randomUUID(), "a long password".toCharArray(), "192.0.2.1");
    long id = videos.nextId();
    VideoFile video = new VideoFile(id, owner.id(), "Half a film", "film.mp4", 3);
    video.addObject(
        new MediaObject(
                UUID.randomUUID(),
                "720p.mp4",
                MediaObject.Kind.RENDITION,
                "video/mp4",
                3,
                new byte[16])
            .asDefault());
    List<VideoWarning> warnings =
        List.of(new VideoWarning("ends_early", "It ends at 0:12 of 0:20."));
    video.acquireLease("a worker", Instant.now(), Instant.now().plusSeconds(30));
    video.recordResult("a worker", "720p.mp4", 12, 1280, 720, warnings);
    video.settle("a worker");
    JobKey job = new JobKey(id, UUID.randomUUID().toString(), Instant.now(), new byte[] {1, 2, 3});
    videos.add(video, job);
    outbox.sent(new UnsentJob(job));

    assertThat(videos.require(owner, id).getWarnings()).isEqualTo(warnings);
  }

  @Test
  void anEventGoesOutThroughKafkaAndComesBackThroughTheChannel() throws InterruptedException {
    VideoEvent sent = new VideoEvent.Changed(Long.MAX_VALUE, "processing", 42);
    VideoEvent heard = null;
    // events are best effort and the channel reads from the end of its topic, so the event is sent
    // repeatedly
    for (int i = 0; i < PATIENCE_SECONDS && !sent.equals(heard); i++) {
      events.publish(sent);
      heard = probe.next(1);
    }
    assertThat(heard).isEqualTo(sent);
  }

  private StoredObject store(long fileId, DataKey key, byte[] plain) throws IOException {
    try (ObjectEncryptor out = encrypt.encrypt(fileId, key)) {
      out.write(plain);
      return out.publish();
    }
  }
}
