package io.sealcast.gateway.manifest;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.gateway.MediaViews;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Serves HLS playlists, for instance to VLC, ffplay, iPhones and the player of the watch page, and
 * DASH manifests.
 */
@Path("stream/{file_id}/manifest")
@RequestScoped
public class ManifestResource {
  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;

  @GET
  @Path("{request_id: [^/]+}.m3u8")
  public Response multivariant(
      @PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    return manifest(
        HlsManifest.multivariant(requestId, presentation(fileId, requestId)),
        HlsManifest.MEDIA_TYPE);
  }

  @GET
  @Path("{request_id: [^/]+}/{object: [^/]+}.m3u8")
  public Response media(
      @PathParam("file_id") String fileId,
      @PathParam("request_id") String requestId,
      @PathParam("object") String id) {
    Viewer viewer = caller.require();
    StreamSession known = sessions.require(viewer, FileId.parse(fileId), requestId);
    StreamSession session =
        known.complete() && known.view(fileOf(known, id)).isPresent()
            ? known
            : sessions.refresh(viewer, known);
    MediaView object = MediaViews.require(session, fileOf(session, id));
    return manifest(
        object.kind() == MediaObject.Kind.CAPTIONS
            ? HlsManifest.captions(requestId, id, session.durationSeconds())
            : HlsManifest.media(
                requestId,
                trackOf(object, id),
                session.presentation().map(Presentation::longestSegment).orElse(0.0),
                session.complete()),
        HlsManifest.MEDIA_TYPE);
  }

  /** Returns the name of the file to which a track belongs. */
  private static String fileOf(StreamSession session, String id) {
    if (session.view(id).isPresent()) {
      return id;
    }
    for (String suffix : List.of(Presentation.Track.PICTURE, Presentation.Track.SOUND)) {
      if (id.endsWith(suffix)) {
        return id.substring(0, id.length() - suffix.length());
      }
    }
    return id;
  }

  @GET
  @Path("{request_id: [^/]+}.mpd")
  public Response dash(
      @PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    return manifest(
        DashManifest.of(requestId, presentation(fileId, requestId), Instant.now()),
        DashManifest.MEDIA_TYPE);
  }

  /** Returns the presentation with the captions that the video has now. */
  private Presentation presentation(String fileId, String requestId) {
    Viewer viewer = caller.require();
    StreamSession session =
        sessions.refresh(viewer, sessions.require(viewer, FileId.parse(fileId), requestId));
    return session.presentation().orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }

  /**
   * Returns a track of an object: the whole, its picture or its sound. A poster has no segments and
   * therefore no playlist.
   */
  private static Presentation.Track trackOf(MediaView object, String id) {
    return object.track().stream()
        .flatMap(
            whole ->
                Stream.of(Optional.of(whole), whole.picture(), whole.sound())
                    .flatMap(Optional::stream))
        .filter(track -> track.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }

  private static Response manifest(String text, String mediaType) {
    return Response.ok(text)
        .header("Content-Type", mediaType)
        .header("Cache-Control", "no-store")
        // nginx would buffer the manifest, which names what can be watched, in a file
        .header("X-Accel-Buffering", "no")
        .build();
  }
}
