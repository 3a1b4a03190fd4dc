package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** The resource of the library: lists, shows and renames videos. */
@Path("videos")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class VideosResource {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  @Inject private Videos videos;
  @Inject private WatchPositions positions;
  @Inject private CurrentAccount current;
  @Inject private Event<VideoRenamed> renames;

  @GET
  public JsonObject list(
      @QueryParam("q") String text,
      @QueryParam("status") String status,
      @QueryParam("cursor") String cursor,
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize) {
    Account viewer = current.require();
    Videos.Page found = videos.list(viewer, LibraryQuery.of(text, status, cursor, page, pageSize));
    JsonArrayBuilder items = JSON.createArrayBuilder();
    Map<Long, Double> leftOff =
        positions.find(viewer, found.items().stream().map(VideoFile::getId).toList());
    found
        .items()
        .forEach(video -> items.add(VideoJson.of(video, viewer, leftOff.get(video.getId()))));
    return JSON.createObjectBuilder()
        .add("items", items)
        .add("total", found.total())
        .add(
            "next", found.next() == null ? JsonValue.NULL : JSON.createValue(found.next().cursor()))
        .build();
  }

  @GET
  @Path("{file_id}")
  public JsonObject show(@PathParam("file_id") String fileId) {
    Account viewer = current.require();
    VideoFile video = videos.require(viewer, FileId.parse(fileId));
    return VideoJson.of(video, viewer, positions.find(viewer, video.getId()));
  }

  @PATCH
  @Path("{file_id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public JsonObject rename(@PathParam("file_id") String fileId, JsonObject body) {
    Account owner = current.require();
    long id = FileId.parse(fileId);
    // a caller who isn't the owner gets NOT_FOUND before the title is validated
    videos.require(owner, id);
    JsonValue title = body.get("title");
    if (title == null) {
      throw DomainException.field(ErrorCode.MISSING_FIELD, "title", "A title is needed.");
    }
    if (!(title instanceof JsonString text)) {
      throw DomainException.field(ErrorCode.VALIDATION_FAILED, "title", "A title is a text.");
    }
    VideoFile renamed = videos.rename(owner, id, text.getString());
    renames.fire(new VideoRenamed(renamed));
    return VideoJson.of(renamed, owner, positions.find(owner, id));
  }
}
