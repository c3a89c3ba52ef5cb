//! csv in UTF-8 with a mark, so that Excel reads the letters right.

use std::io;

use csv::{Writer, WriterBuilder};

use super::{Column, Field, Separator, WriteFault, neutralised};

pub struct CsvTable<W: io::Write> {
    writer: Writer<W>,
    separator: Separator,
}

impl<W: io::Write> CsvTable<W> {
    pub fn new(separator: Separator, columns: &[Column], mut out: W) -> Result<Self, WriteFault> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let mark = match separator {
            Separator::Semicolon => b';',
            Separator::Comma => b',',
        };
        let mut builder = WriterBuilder::new();
        let builder = builder.delimiter(mark).terminator(csv::Terminator::CRLF).flexible(true);
        let mut writer = builder.from_writer(out);
        writer.write_record(columns.iter().map(|column| neutralised(&column.title).into_owned()))?;
        Ok(Self { writer, separator })
    }

    pub fn row(&mut self, fields: &[Field]) -> Result<(), WriteFault> {
        for field in fields {
            self.writer.write_field(self.text(field))?;
        }
        // Ends the record.
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    pub fn finish(self) -> Result<W, WriteFault> {
        self.writer.into_inner().map_err(|error| WriteFault::Io(io::Error::other(error.to_string())))
    }

    fn text(&self, field: &Field) -> String {
        match (field, self.separator) {
            (Field::Empty, _) => String::new(),
            (Field::Text(text), _) => neutralised(text).into_owned(),
            (Field::Integer(whole), _) => whole.to_string(),
            (Field::Decimal(number), Separator::Comma) => number.normalize().to_string(),
            (Field::Decimal(number), Separator::Semicolon) => {
                number.normalize().to_string().replace('.', ",")
            }
            (Field::Date(date), Separator::Comma) => date.to_string(),
            (Field::Date(date), Separator::Semicolon) => date.format("%d/%m/%Y").to_string(),
        }
    }
}
