# Letters that leave this house.

mail-greeting = Dear { $name },
mail-closing = This letter was sent automatically by Klustera. Replies are not read.
