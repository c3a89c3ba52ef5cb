# Uploaded files. One sentence per line, at most one blank.
file-empty = This file is empty.
file-too-large = This file is too large; the limit is { $limit }.
file-wrong-kind = This kind of file is not taken here; these are: { $kinds }.
file-heic = HEIC photos cannot be read yet; save or take it again as JPEG.
file-too-many-pixels = This photo is too large; the limit is { $limit } megapixels.
file-unreadable = This photo is damaged or not a photo; please take it again.
file-not-stored = The file was not stored because of trouble on our side; please try again.
file-kind-photo = photo (JPEG, PNG, WebP)
file-kind-pdf = PDF
file-kind-spreadsheet = spreadsheet (xlsx, xls, ods, csv)
