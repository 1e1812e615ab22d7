/// Every check of `docket data check` by its name. `--list`, the report and the JSON are made from this table.
#pragma once

#include <string_view>

namespace docket::data_check {

/// note: lawful, worth knowing. error: labels are lost or wrong, or a score would be.
enum class Level { note, error };

[[nodiscard]] constexpr const char* text_of(Level level) {
  return level == Level::note ? "note" : "error";
}

struct Check {
  const char* name;
  Level level;
  const char* sentence;
};

/// Files, then splits, pictures and words. What "lost silently" or "fails" says of other scripts was seen in the Python system
/// whose work docket takes over (reference-system.md 2, 3 and 6).
inline constexpr Check check_table[] = {
    {"missing-image", Level::error,
     "annotations name pictures that are not in the folder; loaders that skip them train on fewer without a word"},
    {"unreadable-image", Level::error, "pictures that cannot be decoded; docket train leaves them out"},
    {"unannotated-image", Level::note, "pictures of the folder that no set in this check names"},
    {"unread-suffix", Level::note,
     "names that do not end in .jpg, .jpeg or .png in lower case; loaders that list a folder by suffix pass them by"},
    {"repeated-key", Level::error,
     "a picture or a word id stands twice in the JSON; a reader keeps the last one and the other's words are lost"},
    {"unknown-key", Level::note, "keys of the JSON that nobody reads"},

    {"same-annotations", Level::error,
     "two splits read annotations with the same bytes: train, validation and tuning on one set, or folds that are none"},
    {"not-held-out", Level::error, "every picture of a split is in another one, so it measures nothing: folds that are none"},
    {"leakage", Level::error,
     "the same picture, byte for byte or pixel for pixel, in two splits"},
    {"near-leakage", Level::note,
     "nearly the same picture in two splits (perceptual hash, then correlation); look at the pairs"},
    {"same-name", Level::note,
     "different pictures of two splits have one name; in one merged folder one would replace the other"},

    {"duplicate-image", Level::note, "the same picture twice within a split, which doubles its weight"},
    {"duplicate-labels", Level::error, "the same picture twice with different words"},
    {"near-duplicate", Level::note, "nearly the same picture twice within a split"},
    {"exif-turn", Level::note,
     "pictures with an EXIF turn; points are read in the turned picture, and readers that ignore EXIF see another one"},
    {"size-before-exif", Level::note, "img_w and img_h are those before the EXIF turn"},
    {"size-mismatch", Level::error,
     "img_w and img_h belong to another picture: the file was resized or cut after it was annotated"},
    {"points-before-exif", Level::error,
     "words leave the turned picture and fit the unturned one: they were drawn without the EXIF turn"},
    {"no-words-key", Level::note,
     "pictures without 'words', taken as pictures without text; a metric that iterates over it fails"},
    {"empty-image", Level::note,
     "pictures without a word; CLEval gives each P = R = H = 0 even when nothing is found, which pulls the mean down"},
    {"all-ignored", Level::note, "pictures all of whose words are ignored: nothing to learn, nothing to find"},
    {"over-500-words", Level::note, "more than 500 words: CLEval's usual setting ignores all detections beyond the 500th"},
    {"over-candidates", Level::note,
     "more words than postprocess.max_candidates, which cuts by scan order; the rest cannot be found"},
    {"int16-limit", Level::note, "a side or a corner beyond 32,767 px, where 16-bit results wrap around"},

    {"no-points", Level::error, "words without points, left out"},
    {"no-area", Level::error, "words of fewer than three corners or without area, left out"},
    {"self-crossing", Level::error,
     "polygons that cross or touch themselves; the area in between is text to one reader and paper to another"},
    {"counter-clockwise", Level::error,
     "corners run counter-clockwise on screen; CLEval lays its character centres along the wrong edges"},
    {"first-corner", Level::note,
     "the first edge of a quadrilateral does not run to the right: text turned by more than 45 degrees, or a wrong first "
     "corner"},
    {"few-corners", Level::note, "triangles; CLEval reads polygons of four corners and more"},
    {"mixed-corners", Level::note,
     "words are not all quadrilaterals: corners cannot be averaged one by one, as some ensembles do"},
    {"outside", Level::error, "words entirely outside their picture, left out"},
    {"cut-at-border", Level::note, "words that reach out of their picture, cut at its border"},
    {"border-corner", Level::note,
     "corners on the last pixel or beyond: augmentation that drops invisible points loses them and gives all later words wrong "
     "corners (docket's does not)"},
    {"tiny-word", Level::note,
     "words with a short side under 3 px in the network's input, the smallest that a postprocessor keeps"},
    {"huge-word", Level::note, "words over a quarter of their picture, or ten times as high as the picture's median word"},
    {"duplicate-word", Level::error, "two words of a picture cover each other (IoU above 0.9); one of them can never be found"},

    {"reader-remark", Level::note, "what else the reader of annotations says"},
};

/// Throws std::logic_error when there is no check of that name.
[[nodiscard]] const Check& check_named(std::string_view name);

}  // namespace docket::data_check
